using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.History;

/// <summary>Follows a history to know at each event which attempt has which shards. Before the failure of a run is told, the shards behind the one that failed are cut off.</summary>
internal sealed class RunBook
{
    private readonly Dictionary<int, RunEntry> _runs = [];

    /// <summary>Those that run, by head.</summary>
    public IEnumerable<RunEntry> Running => _runs.Values.Where(run => run.IsRunning).OrderBy(run => run.Head);

    /// <summary>The latest attempt with this head; null before the first.</summary>
    public RunEntry? Find(int head) => _runs.GetValueOrDefault(head);

    public void Apply(LedgerEvent happened)
    {
        switch (happened)
        {
            case LedgerEvent.Granted it:
                _runs[it.Shard] = new RunEntry(it.Shard, it.Attempt, it.Silo, it.Slot, it.More, it.At) { IsAlone = it.IsAlone };
                break;
            case LedgerEvent.Adopted it when _runs.TryGetValue(it.Shard, out var run):
                _runs[it.Shard] = run with { Attempt = it.Attempt };
                break;
            case LedgerEvent.Split it when _runs.TryGetValue(it.Shard, out var run) && it.NewShard > it.Shard && it.NewShard <= run.Last:
                _runs[it.Shard] = run with { More = it.NewShard - it.Shard - 1 };
                break;
            case LedgerEvent.AttemptEnded it when _runs.TryGetValue(it.Shard, out var run):
                _runs[it.Shard] = run with { IsRunning = false };
                break;
            case LedgerEvent.Finished or LedgerEvent.Reopened:
                foreach (var run in Running.ToList())
                {
                    _runs[run.Head] = run with { IsRunning = false };
                }

                break;
        }
    }
}
