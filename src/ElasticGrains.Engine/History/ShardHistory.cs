using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.History;

/// <summary>Tells the story of one shard from what its ledger has of it.</summary>
public sealed class ShardHistory
{
    private readonly ShardRecord _record;
    private readonly RunBook _book = new();
    private readonly List<ShardHappening> _told = [];
    private readonly int _shard;
    private RunEntry? _last;
    private int _head;
    private LedgerEvent.WriterTaken? _writer;
    private int _writersSeen;
    private int _writersAtGrant;
    private bool _isThere;

    private ShardHistory(ShardRecord record)
    {
        _record = record;
        _shard = _head = record.Shard;
    }

    /// <summary>All that happened, in order.</summary>
    public static IReadOnlyList<ShardHappening> Of(ShardRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var history = new ShardHistory(record);
        var commits = 0;
        foreach (var (sequence, happened) in record.Events)
        {
            for (; commits < record.Commits.Count && record.Commits[commits].Sequence < sequence; commits++)
            {
                history.Tell(record.Commits[commits]);
            }

            history.Tell(happened);
            history._book.Apply(happened);
        }

        foreach (var rest in record.Commits.Skip(commits))
        {
            history.Tell(rest);
        }

        return history._told;
    }

    /// <summary>The attempt that has the shard, running or not, as far as it was told.</summary>
    private RunEntry? Current => _book.Find(_head) is { } run && run.Covers(_shard) ? run : null;

    private void Tell(LedgerEvent happened)
    {
        switch (happened)
        {
            case LedgerEvent.WriterTaken it:
                _writer = it;
                _writersSeen++;
                if (Current is { IsRunning: true })
                {
                    Add(it.At, "taken-over", $"the job has a new writer, {it.Epoch}: {it.Writer}");
                }

                break;
            case LedgerEvent.Planned it when _shard < it.Shards:
                _isThere = true;
                Add(null, "planned", $"shard {_shard} of {it.Shards}, numbered from 0");
                break;
            case LedgerEvent.Granted it when _shard >= it.Shard && _shard <= it.Shard + it.More:
                OnGranted(it);
                break;
            case LedgerEvent.Adopted it when it.Shard == _head && Current is { IsRunning: true } run:
                OnAdopted(it, run);
                break;
            case LedgerEvent.Split it:
                OnSplit(it);
                break;
            case LedgerEvent.AttemptEnded it when it.Shard == _head && Current is { IsRunning: true } run:
                OnEnded(it, run);
                break;
            case LedgerEvent.Quarantined it when it.Shard == _head && (Current?.Last ?? _shard) == _shard:
                Add(it.At, "given-up", $"items {it.Range} are given up{Because(it.Failure)}", it.Failure, it.Range);
                break;
            case LedgerEvent.Reopened it when _isThere:
                Add(it.At, "reopened", "the job was opened again: what is not committed may run again");
                break;
            case LedgerEvent.Finished it when Current is { IsRunning: true }:
                Add(it.At, "finished", $"ended with the job, which {Verb(it.Outcome.Phase)}");
                break;
        }
    }

    private void Tell(AttemptCommits commits)
    {
        var numbers = commits.Commits == 1 ? $"number {commits.LastNumber}" : $"numbers {commits.FirstNumber} to {commits.LastNumber}, the first at {ReasonText.Time(commits.First)}";
        _told.Add(new ShardHappening(
            commits.Last, commits.Attempt, "committed", $"items {commits.Range} in {commits.Commits} {(commits.Commits == 1 ? "commit" : "commits")}, {numbers}")
        {
            Silo = _last?.Silo,
            Slot = _last?.Slot,
            Range = commits.Range,
            Commits = commits,
        });
    }

    private void OnGranted(LedgerEvent.Granted it)
    {
        var isAgain = _told.Exists(told => told.Kind == "granted");
        (_head, _isThere, _writersAtGrant) = (it.Shard, true, _writersSeen);
        _last = new RunEntry(it.Shard, it.Attempt, it.Silo, it.Slot, it.More, it.At) { IsAlone = it.IsAlone };
        var run = it.More > 0 ? $", in a run of the shards {it.Shard} to {it.Shard + it.More}" : "";
        Add(it.At, "granted", $"{(isAgain ? "again, " : "")}to {it.Silo}, slot {it.Slot}{run}{(it.IsAlone ? ", alone on it" : "")}");
    }

    private void OnAdopted(LedgerEvent.Adopted it, RunEntry run)
    {
        var isOwnSlot = run.IsAlone && _writersSeen == _writersAtGrant;
        _last = run with { Attempt = it.Attempt };
        Add(
            it.At,
            isOwnSlot ? "began" : "adopted",
            isOwnSlot
                ? $"has its silo for itself, and begins as attempt {it.Attempt}"
                : $"found alive by the new writer{(_writer is { } writer ? $" {writer.Epoch}" : "")}, and goes on as attempt {it.Attempt}");
    }

    private void OnSplit(LedgerEvent.Split it)
    {
        var isInRun = it.Shard == _head && Current is { } run && it.NewShard > run.Head && it.NewShard <= run.Last;
        if (isInRun)
        {
            var part = it.NewShard <= _shard ? "; what it is in now waits for a slot" : "";
            Add(it.When, "cut", $"its run was cut before shard {it.NewShard}: {ReasonText.Of(it)}{part}", why: it.Why);
            if (it.NewShard <= _shard)
            {
                _head = it.NewShard;
                _last = null;
            }
        }
        else if (it.NewShard == _shard && !_isThere)
        {
            _isThere = true;
            Add(it.When, "split-off", $"made of the end of shard {it.Shard}, from item {it.At} on: {ReasonText.Of(it)}", why: it.Why);
        }
        else if (it.Shard == _head && it.NewShard >= _record.PlannedShards && (Current?.Last ?? _shard) == _shard)
        {
            Add(it.When, "cut", $"its items from {it.At} on are shard {it.NewShard} now: {ReasonText.Of(it)}", why: it.Why);
        }
    }

    private void OnEnded(LedgerEvent.AttemptEnded it, RunEntry run)
    {
        // Of a run only the last shard that is left failed: those behind it were cut off before.
        var isOther = it.End == AttemptEnd.Failed && run.Last != _shard;
        var reason = ReasonText.Of(it, run.Silo);
        var text = isOther ? $"its run ended: shard {run.Last} failed: {reason}" : it.End == AttemptEnd.Completed ? "all its items are committed" : reason;
        var kind = it.End switch
        {
            AttemptEnd.Completed => "completed",
            AttemptEnd.Failed => "failed",
            AttemptEnd.Lost => "lost",
            AttemptEnd.Refused => "refused",
            _ => "stopped",
        };
        _told.Add(Make(it.At, kind, text, ReasonText.WhyOf(it), it.Failure) with { Evidence = ReasonText.Evidence(it), Death = it.Death });
    }

    private string Because(Failure failure) => _told.LastOrDefault(told => told.Failure is not null)?.Failure == failure ? "" : $": {failure.Message}";

    private void Add(DateTimeOffset? at, string kind, string text, Failure? failure = null, ItemRange? range = null, string? why = null) =>
        _told.Add(Make(at, kind, text, why, failure) with { Range = range });

    private ShardHappening Make(DateTimeOffset? at, string kind, string text, string? why, Failure? failure) =>
        new(at, _last?.Attempt ?? _book.Find(_head)?.Attempt ?? 0, kind, text) { Silo = _last?.Silo, Slot = _last?.Slot, Why = why, Failure = failure };

    private static string Verb(JobPhase phase) => phase switch
    {
        JobPhase.Succeeded => "succeeded",
        JobPhase.Cancelled => "was cancelled",
        _ => "failed",
    };
}
