using ElasticGrains.Ledger;

namespace ElasticGrains.Testing.Simulation;

/// <summary>Attempts that move give away nothing that they have computed, and they are no failures; what was refused has computed nothing.</summary>
internal sealed partial class JobWitness
{
    private readonly Dictionary<int, long> _granted = [];
    private readonly Dictionary<(int Shard, long Attempt), long> _reached = [];
    private readonly Dictionary<int, SiloDeath?> _deaths = [];

    /// <summary>Attempts that gave up their rest.</summary>
    public int Moves { get; private set; }

    /// <summary>An attempt, by the epoch of its grant, has computed everything before that item.</summary>
    public void Computed(int shard, long attempt, long before) => _reached[(shard, attempt)] = before;

    private string? CheckEnd(LedgerEvent.AttemptEnded it)
    {
        _deaths[it.Shard] = it.Death;
        if (profile.IsCalm && (it.End is AttemptEnd.Failed or AttemptEnd.Lost || it.Death is not null))
        {
            return $"Attempt {it.Attempt} of shard {it.Shard} ended as {it.End} where nothing goes wrong: {it.Failure?.Message}";
        }

        var reached = _reached.GetValueOrDefault((it.Shard, _granted.GetValueOrDefault(it.Shard)));
        if (profile.IsFair && it.End == AttemptEnd.Refused && reached > 0)
        {
            return $"Attempt {it.Attempt} of shard {it.Shard} ended as refused, and has computed to {reached}.";
        }

        if (it.Move is null)
        {
            return null;
        }

        Moves++;
        var range = RangeOf(it.Shard);
        var open = Array.IndexOf(_covered, false, (int)range.Start, (int)range.Length);
        var committed = open < 0 ? range.End : open;
        return reached > committed + it.Abandoned
            ? $"Attempt {it.Attempt} of shard {it.Shard} has moved ({it.Move}), computed to {reached} and committed to {committed}: {it.Abandoned} items were said to be abandoned."
            : null;
    }
}
