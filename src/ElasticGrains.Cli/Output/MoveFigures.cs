using System.Text.Json.Serialization;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Output;

/// <summary>A shard, or the rest of one, that went on elsewhere.</summary>
/// <param name="Shard">The shard that goes on.</param>
/// <param name="From">Where it was.</param>
/// <param name="To">Where it went on; null while it waits for a slot.</param>
/// <param name="At">When it was given up, or, of what was split off, went on.</param>
/// <param name="Cause">Why.</param>
/// <param name="Abandoned">Items that had been begun and are computed again.</param>
internal sealed record MoveFigures(int Shard, string From, string? To, DateTimeOffset At, MoveCause Cause, long Abandoned)
{
    /// <summary>The same for people.</summary>
    [JsonIgnore]
    public string Text => $"shard {Shard} from {From} to {To ?? "(waits for a slot)"}{(At == default ? "" : $" at {Figures.Time(At)}")}: {Word(Cause)}"
        + (Abandoned > 0 ? $", {Figures.Count(Abandoned, "item")} computed again" : "");

    public static string Word(MoveCause cause) => LedgerReasons.Of(cause).Replace('-', ' ');

    /// <summary>All moves of a job, in order.</summary>
    public static IReadOnlyList<MoveFigures> Of(IEnumerable<LedgerEvent> events)
    {
        var moves = new List<MoveFigures>();
        var silos = new Dictionary<int, string>();
        var waiting = new Dictionary<int, int>();
        foreach (var happened in events)
        {
            switch (happened)
            {
                case LedgerEvent.Granted it:
                    silos[it.Shard] = it.Silo;
                    if (waiting.Remove(it.Shard, out var place))
                    {
                        moves[place] = moves[place] with { To = it.Silo, At = moves[place].At == default ? it.At : moves[place].At };
                    }

                    break;
                case LedgerEvent.Split it when silos.TryGetValue(it.Shard, out var silo):
                    silos[it.NewShard] = silo;
                    if (it.Move is { } cause)
                    {
                        Add(new MoveFigures(it.NewShard, silo, To: null, it.When ?? default, cause, Abandoned: 0));
                    }

                    break;
                case LedgerEvent.AttemptEnded { Move: { } reason } it:
                    Add(new MoveFigures(it.Shard, silos.GetValueOrDefault(it.Shard, "-"), To: null, it.At, reason, it.Abandoned));
                    break;
            }
        }

        return moves;

        void Add(MoveFigures move)
        {
            waiting[move.Shard] = moves.Count;
            moves.Add(move);
        }
    }
}
