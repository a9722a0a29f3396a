using ElasticGrains.Engine.Ledger;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Testing.Ledger;

/// <summary>One job of a <see cref="LedgerModel"/>.</summary>
internal sealed class JobModel(LedgerEvent.Accepted job)
{
    private readonly JobLedgerState _state = new(job);
    private readonly List<LedgerEvent> _events = [job];
    private readonly List<LedgerEvent.Committed> _commits = [];
    private LedgerEvent.Committed[] _byStart = [];
    private int _lastAppendAt;

    // False only under weakened rules, where numbers may repeat or leave gaps, and that has to show.
    private bool _isNumbered = true;
    private string? _cancelRequest;

    public LedgerEvent.Accepted Job => job;

    public bool HasEnded => _state.Totals.Final is not null;

    public string? CancelRequest => _state.Totals.Final is null ? _cancelRequest : null;

    public long TakeWriter(string writer, DateTimeOffset at)
    {
        if (_state.Totals.Final is not null)
        {
            return _state.Totals.WriterEpoch;
        }

        var epoch = _state.TakeWriter();
        _events.Add(new LedgerEvent.WriterTaken(epoch, writer, at));
        return epoch;
    }

    public ReopenOutcome Reopen(string writer, DateTimeOffset at)
    {
        if (_state.Reopen(out var epoch) is not ReopenOutcome.Reopened and var refused)
        {
            return refused;
        }

        _events.Add(new LedgerEvent.Reopened(at));
        _events.Add(new LedgerEvent.WriterTaken(epoch, writer, at));
        _cancelRequest = null;
        return ReopenOutcome.Reopened;
    }

    public AppendOutcome Append(LedgerRules rules, JobAppend append)
    {
        var outcome = rules.Apply(_state, append, () => _events.Skip(_lastAppendAt));
        if (outcome.Status == AppendStatus.Applied)
        {
            _lastAppendAt = _events.Count;
            _events.AddRange(append.Events);
            foreach (var happened in append.Events)
            {
                if (happened is LedgerEvent.Committed commit)
                {
                    _commits.Add(commit);
                    _isNumbered &= commit.Number == _commits.Count;
                }
            }
        }

        return outcome;
    }

    public JobHistory ReadHistory()
    {
        var events = new LedgerEvent[_events.Count];
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = _events[i] is LedgerEvent.Committed { Payload.Inline.IsEmpty: false } commit
                ? commit with { Payload = commit.Payload with { Inline = default } }
                : _events[i];
        }

        return new JobHistory(job.Spec.Id, _state.Totals.WriterEpoch, events);
    }

    public JobHistory ReadCondensedHistory()
    {
        var last = _commits.GroupBy(commit => _state.HeadOf(commit.Shard)).Select(commits => commits.Last()).ToHashSet(ReferenceEqualityComparer.Instance);
        var whole = ReadHistory();
        var events = whole.Events.Where((_, index) => _events[index] is not LedgerEvent.Committed || last.Contains(_events[index]));
        return whole with { Events = [.. events], Totals = _state.Totals.Commits };
    }

    public IReadOnlyList<CommittedPartial> ReadPartials(long from, int max)
    {
        var first = (int)Math.Clamp(from - 1, 0, _commits.Count);
        var rest = _isNumbered
            ? _commits.Skip(first)
            : _commits.Where(commit => commit.Number >= from).OrderBy(commit => commit.Number);
        return [.. rest.Take(max).Select(ToPartial)];
    }

    public LedgerDump Dump(IReadOnlyList<BlockRow> blocks)
    {
        var events = new List<EventRow>();
        var commits = new List<CommitRow>();
        for (var i = 0; i < _events.Count; i++)
        {
            if (_events[i] is LedgerEvent.Committed it)
            {
                commits.Add(ToRow(it, sequence: i + 1));
            }
            else
            {
                events.Add(new EventRow(i + 1, _events[i], IsIntact: true));
            }
        }

        return new LedgerDump(
            new JobRow(job.Spec.Id, job.SpecHash, _state.Totals),
            [.. _state.Touched.Select(shard => new ShardRow(shard.Key, shard.Value))],
            events,
            [.. commits.OrderBy(commit => commit.Number)],
            blocks);
    }

    public CommittedPartial? FindPartial(long item)
    {
        if (_byStart.Length != _commits.Count)
        {
            _byStart = [.. _commits.OrderBy(commit => commit.Range.Start)];
        }

        var low = 0;
        var high = _byStart.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _byStart[middle].Range.End <= item ? (middle + 1, high) : (low, middle);
        }

        return low < _byStart.Length && _byStart[low].Range.Contains(item) ? ToPartial(_byStart[low]) : null;
    }

    public bool RequestCancel(string reason)
    {
        _cancelRequest ??= reason;
        return _state.Totals.Final is null;
    }

    /// <summary>Its end, when it succeeded.</summary>
    public CachedAnswer? FindAnswer() => _state.Totals.Final == JobPhase.Succeeded && _events[^1] is LedgerEvent.Finished end
        ? new CachedAnswer(new AnswerSource(job.Spec.Id, job.At), end)
        : null;

    public JobHead ToHead() => new(ToEntry(), job.Spec, _state.Totals.LastNumber);

    public JobEntry ToEntry()
    {
        var totals = _state.Totals;
        return new JobEntry(job.Spec.Id, job.Spec.Kernel, job.SpecHash, totals.Phase, totals.Items, totals.Settled, job.At, totals.FinishedAt)
        {
            Tags = job.Spec.Tags,
            UsesCache = job.CacheKey is not null,
            IsCopied = totals.IsCopied,
        };
    }

    private static CommitRow ToRow(LedgerEvent.Committed it, long sequence) => new(
        it.Number,
        sequence,
        it.Shard,
        it.Attempt,
        it.Range.Start,
        it.Range.End,
        new ByteStamp(it.Payload.Length, it.Payload.Checksum),
        it.Payload.Block is null ? new ByteStamp(it.Payload.Inline.Length, Checksum.Of(it.Payload.Inline.Span)) : null,
        it.Payload.Block?.Id)
    {
        At = it.At,
    };

    private static CommittedPartial ToPartial(LedgerEvent.Committed it) => new(it.Number, it.Shard, it.Attempt, it.Range, it.Payload, it.At);
}
