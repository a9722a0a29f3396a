using ElasticGrains.Cli.Output;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.State;

/// <summary>What became of the attempts of a job, in order: failures and losses of all, and everything of one shard that is asked for.</summary>
internal sealed class AttemptStory
{
    private readonly Dictionary<int, Grant> _grants = [];
    private readonly List<LogView> _lines = [];
    private readonly int? _shard;
    private Failure? _lastFailure;

    private AttemptStory(int? shard) => _shard = shard;

    /// <param name="events">A job's history; commits may be left out.</param>
    /// <param name="shard">The shard that is asked for, also within a run; null for all.</param>
    public static IReadOnlyList<LogView> Of(IEnumerable<LedgerEvent> events, int? shard)
    {
        var story = new AttemptStory(shard);
        foreach (var happened in events)
        {
            story.Tell(happened);
        }

        return story._lines;
    }

    private void Tell(LedgerEvent happened)
    {
        switch (happened)
        {
            case LedgerEvent.Granted it:
                _grants[it.Shard] = new Grant(it.Attempt, it.Silo, it.More);
                var run = it.More > 0 ? $", in a run of the shards {it.Shard} to {it.Shard + it.More}" : "";
                Detail(it.Shard, it.At, "began", $"began on {it.Silo}, slot {it.Slot}{run}");
                break;
            case LedgerEvent.Adopted it when _grants.TryGetValue(it.Shard, out var grant):
                Detail(it.Shard, it.At, "adopted", $"goes on as attempt {it.Attempt}: the job has a new writer");
                _grants[it.Shard] = grant with { Attempt = it.Attempt };
                break;
            case LedgerEvent.Split it when _grants.TryGetValue(it.Shard, out var grant) && it.NewShard > it.Shard && it.NewShard <= it.Shard + grant.More:
                _grants[it.Shard] = grant with { More = it.NewShard - it.Shard - 1 };
                break;
            case LedgerEvent.AttemptEnded it:
                Tell(it);
                break;
            case LedgerEvent.Finished it:
                foreach (var (head, _) in _grants.Where(grant => grant.Value.IsRunning).OrderBy(grant => grant.Key).ToList())
                {
                    Detail(head, it.At, "finished", "ended with the job");
                    End(head);
                }

                break;
            case LedgerEvent.Quarantined it:
                Line(Blamed(it.Shard), it.Shard, it.At, "quarantined", $"was the last one: items {it.Range} are given up{Why(it)}");
                break;
        }
    }

    private void Tell(LedgerEvent.AttemptEnded end)
    {
        _lastFailure = end.Failure;
        var why = end.Failure is { } failure ? $": {ExceptionText.OneLine(failure.Message)}" : "";
        switch (end.End)
        {
            case AttemptEnd.Failed:
                Line(Blamed(end.Shard), end.Shard, end.At, "failed", $"failed{why}");
                break;
            case AttemptEnd.Lost:
                Line(end.Shard, end.Shard, end.At, "lost", $"lost with silo {_grants.GetValueOrDefault(end.Shard)?.Silo}{why}");
                break;
            default:
                var word = end.End.ToString().ToLowerInvariant();
                var move = end.Move is { } cause ? $": it gave up the rest, {MoveFigures.Word(cause)}" : "";
                Detail(end.Shard, end.At, word, word + move + why);
                break;
        }

        End(end.Shard);
    }

    // What the last attempt ended with was told there.
    private string Why(LedgerEvent.Quarantined it) => it.Failure == _lastFailure ? "" : $": {ExceptionText.OneLine(it.Failure.Message)}";

    private void End(int head)
    {
        if (_grants.TryGetValue(head, out var grant))
        {
            _grants[head] = grant with { IsRunning = false };
        }
    }

    // Before the failure of a run is told, the shards behind the one that failed are cut off.
    private int Blamed(int head) => head + (_grants.GetValueOrDefault(head)?.More ?? 0);

    private void Detail(int head, DateTimeOffset at, string kind, string text)
    {
        if (_shard is { } shard)
        {
            Line(shard, head, at, kind, text);
        }
    }

    private void Line(int shard, int head, DateTimeOffset at, string kind, string text)
    {
        var grant = _grants.GetValueOrDefault(head);
        if (_shard is not { } asked || (asked >= head && asked <= head + (grant?.More ?? 0)))
        {
            _lines.Add(new LogView(shard, grant?.Attempt ?? 0, at, kind, text) { Silo = grant?.Silo });
        }
    }

    /// <summary>The latest attempt at a shard, or at a run from its head on.</summary>
    private sealed record Grant(long Attempt, string Silo, int More)
    {
        public bool IsRunning { get; init; } = true;
    }
}
