using ElasticGrains.Engine.Ledger;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Verification;

/// <summary>
/// Folds events in their order and reports each that cannot have happened at its place. It goes on after a finding as if the event were
/// right, so that one defect does not hide another.
/// </summary>
internal sealed class EventFold(JobRow job, FindingList findings)
{
    private readonly Dictionary<int, ShardLedgerState> _touched = [];
    private readonly SortedSet<int> _heads = [];
    private readonly List<ItemRange> _givenUp = [];
    private int _lastHead;
    private string _writer = "";

    public AttemptBook Attempts { get; } = new(job.Id, findings);

    public WaitBook Waits { get; } = new();

    public IReadOnlyDictionary<int, ShardLedgerState> Touched => _touched;

    public long? Items { get; private set; }

    public long WriterEpoch { get; private set; }

    public int? PlannedShards { get; private set; }

    public int Shards { get; private set; }

    public JobPhase? Final { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    public bool IsCopied { get; private set; }

    private long Committed { get; set; }

    public void Add(FoldEntry entry)
    {
        var (sequence, happened, commit) = entry;
        if (Final is not null && happened is not LedgerEvent.Reopened)
        {
            findings.Add(happened is LedgerEvent.Finished ? FindingCodes.FinishedTwice : FindingCodes.AfterFinish, $"Event {sequence} stands behind the end of the job.", commit?.Shard, commit?.Attempt);
        }

        Require(
            (sequence == 1) == happened is LedgerEvent.Accepted, sequence == 1 ? FindingCodes.EventPremature : FindingCodes.EventOrder, sequence,
            "the first event, and only that, accepts the job");
        if (commit is not null || happened is not (null or LedgerEvent.Accepted or LedgerEvent.WriterTaken))
        {
            Require(WriterEpoch > 0, FindingCodes.EventPremature, sequence, "no writer had taken the job");
            var needsPlan = happened is not (LedgerEvent.Planned or LedgerEvent.Finished);
            Require(PlannedShards is not null || !needsPlan, FindingCodes.EventPremature, sequence, "the job was not planned");
        }

        if (commit is not null)
        {
            Commit(commit);
        }
        else if (happened is not null)
        {
            Event(sequence, happened);
            Waits.Add(happened, _touched);
        }
    }

    private void Event(long sequence, LedgerEvent happened)
    {
        switch (happened)
        {
            case LedgerEvent.Accepted it:
                Accept(it);
                break;
            case LedgerEvent.WriterTaken it:
                Require(it.Epoch == WriterEpoch + 1, FindingCodes.WriterEpoch, sequence, $"writer epoch {it.Epoch} does not follow {WriterEpoch}");
                (WriterEpoch, _writer) = (it.Epoch, it.Writer);
                break;
            case LedgerEvent.Planned it:
                Require(PlannedShards is null, FindingCodes.EventOrder, sequence, "the job was planned already");
                PlannedShards = Shards = it.Shards;
                break;
            case LedgerEvent.Granted it:
                Grant(sequence, it);
                break;
            case LedgerEvent.Adopted it:
                Require(Running(it.Shard) == it.FromAttempt && it.FromAttempt > 0 && it.Attempt == it.FromAttempt + 1, FindingCodes.AttemptEpoch, sequence,
                    $"attempt {it.FromAttempt} of shard {it.Shard} was adopted as {it.Attempt} while {Running(it.Shard)} was running", it.Shard, it.Attempt);
                Attempts.Adopt(it);
                Set(it.Shard, Shard(it.Shard) with { LastAttempt = it.Attempt, Running = it.Attempt });
                break;
            case LedgerEvent.Split it:
                Split(sequence, it);
                break;
            case LedgerEvent.AttemptEnded it:
                Attempts.End(it, new Moment(sequence, it.At, _writer));
                Require(it.End != AttemptEnd.Completed || Shard(it.Shard).IsCommitted, FindingCodes.CompletedUncovered, sequence,
                    $"shard {it.Shard} was completed before all of it was committed", it.Shard, it.Attempt);
                Require(it.Move is null ? it.Abandoned == 0 : it.End == AttemptEnd.Stopped && it.Abandoned >= 0, FindingCodes.EventOrder, sequence,
                    $"attempt {it.Attempt} of shard {it.Shard} moved, but ended as {it.End}", it.Shard, it.Attempt);
                Set(it.Shard, Shard(it.Shard) with { Running = 0 });
                break;
            case LedgerEvent.Quarantined it:
                GiveUp(sequence, it);
                break;
            case LedgerEvent.Finished it:
                Finish(sequence, it);
                break;
            case LedgerEvent.Reopened:
                Reopen(sequence);
                break;
        }
    }

    private void Accept(LedgerEvent.Accepted it)
    {
        Items ??= it.Items;
        if (it.SpecHash != job.SpecHash || it.SpecHash != SpecHash.Of(it.Spec) || it.Spec.Id != job.Id)
        {
            findings.Add(FindingCodes.SpecHash, $"The accepted spec, its hash {it.SpecHash} and the job's row do not belong together.");
        }
    }

    private void GiveUp(long sequence, LedgerEvent.Quarantined it)
    {
        var shard = Shard(it.Shard);
        Require(HeadOf(it.Shard) == it.Shard && shard.Running == 0 && !shard.IsQuarantined && it.Range.Start == shard.CommittedEnd && it.Range.End == shard.End && !it.Range.IsEmpty,
            FindingCodes.QuarantineRange, sequence, $"{it.Range} was given up, which was not the free rest of shard {it.Shard}", it.Shard);
        _givenUp.Add(it.Range);
        Set(it.Shard, shard with { IsQuarantined = true });
    }

    private void Grant(long sequence, LedgerEvent.Granted it)
    {
        Attempts.Begin(it, new Moment(sequence, it.At, _writer));
        var shard = Shard(it.Shard);
        Require(Exists(it.Shard) && !shard.IsCommitted && !shard.IsQuarantined, FindingCodes.EventOrder, sequence, $"shard {it.Shard} had no work left or was not there", it.Shard, it.Attempt);
        Require(shard.Running == 0 && it.Attempt == shard.LastAttempt + 1, FindingCodes.AttemptEpoch, sequence,
            $"attempt {it.Attempt} of shard {it.Shard} was granted after {shard.LastAttempt} while {shard.Running} was running", it.Shard, it.Attempt);
        shard = it.More > shard.More ? Widen(sequence, it, shard) : shard;
        Require(it.More == shard.More, FindingCodes.EventOrder, sequence, $"{it.More + 1L} shards were granted, the run of shard {it.Shard} has {shard.More + 1L}", it.Shard, it.Attempt);
        Set(it.Shard, shard with { LastAttempt = it.Attempt, Running = it.Attempt });
    }

    private ShardLedgerState Widen(long sequence, LedgerEvent.Granted it, ShardLedgerState first)
    {
        var last = (int)Math.Min((PlannedShards ?? 1) - 1L, it.Shard + (long)it.More);
        var isFree = last - it.Shard == it.More && HeadOf(it.Shard) == it.Shard && !_touched.ContainsKey(it.Shard);
        for (var shard = it.Shard + 1; isFree && shard <= last; shard++)
        {
            isFree = !_touched.ContainsKey(shard);
        }

        Require(isFree, FindingCodes.EventOrder, sequence, $"shards {it.Shard} to {it.Shard + (long)it.More} were granted as a run while one of them was taken", it.Shard, it.Attempt);
        _heads.Add(it.Shard);
        return first with { More = it.More, End = Math.Max(first.End, Planned(last).End) };
    }

    private void Split(long sequence, LedgerEvent.Split it)
    {
        var shard = Shard(it.Shard);
        var isBetween = it.NewShard > it.Shard && it.NewShard <= it.Shard + shard.More;
        var isInPlace = isBetween ? Planned(it.NewShard).Start == it.At
            : it.NewShard == Shards && (shard.More == 0 || it.At > Planned(it.Shard + shard.More).Start);
        Require(shard.Running > 0 && it.At > shard.CommittedEnd && it.At < shard.End && isInPlace, FindingCodes.SplitOutside, sequence,
            $"shard {it.Shard} was split at {it.At} into shard {it.NewShard}, outside of what was running and uncommitted", it.Shard, shard.Running);
        var rest = new ShardLedgerState { Start = it.At, CommittedEnd = it.At, End = shard.End };
        if (isBetween)
        {
            rest = rest with { More = it.Shard + shard.More - it.NewShard, LastAttempt = shard.LastAttempt };
            shard = shard with { More = it.NewShard - it.Shard - 1 };
            _heads.Add(it.NewShard);
        }

        Set(it.Shard, shard with { End = it.At });
        Set(it.NewShard, rest);
        Shards = Math.Max(Shards, it.NewShard + 1);
    }

    private void Commit(CommitRow it)
    {
        var head = HeadOf(it.Shard);
        var shard = Shard(head);
        Require(!shard.IsQuarantined, FindingCodes.QuarantineCommitted, it.Sequence, $"commit {it.Number} is in shard {it.Shard}, which was given up", it.Shard, it.Attempt);
        Require(it.Attempt > 0 && shard.Running == it.Attempt, FindingCodes.CommitAttempt, it.Sequence,
            $"commit {it.Number} is by attempt {it.Attempt} of shard {it.Shard} while {shard.Running} was accepted", it.Shard, it.Attempt);
        Require(it.Start == shard.CommittedEnd && it.End > it.Start, FindingCodes.CommitOrder, it.Sequence,
            $"commit {it.Number} is [{it.Start}, {it.End}) where shard {it.Shard} was committed up to {shard.CommittedEnd}", it.Shard, it.Attempt);
        Attempts.Commit(head, it, new Moment(it.Sequence, it.At, _writer));
        Waits.Committed(head, it.At);
        var borders = shard.More > 0 ? Planned(it.Shard) : shard;
        Require(it.End <= Math.Min(shard.End, borders.End) && it.Start >= borders.Start && Exists(it.Shard), FindingCodes.CommitOutside, it.Sequence,
            $"commit {it.Number} is [{it.Start}, {it.End}) beyond the end of shard {it.Shard} at {Math.Min(shard.End, borders.End)}", it.Shard, it.Attempt);
        Set(head, shard with { CommittedEnd = it.End });
        Committed += it.End - it.Start;
    }

    private void Finish(long sequence, LedgerEvent.Finished it)
    {
        var outcome = it.Outcome;
        Require(outcome.Phase.IsFinal(), FindingCodes.EventOrder, sequence, $"{outcome.Phase} is no end");
        IsCopied = it.CopiedFrom is not null;
        if (it.CopiedFrom is { } source)
        {
            // The acceptance and the first writer, and nothing besides.
            Require(sequence == 3 && WriterEpoch == 1 && PlannedShards is null && outcome.Phase == JobPhase.Succeeded, FindingCodes.CopyMisplaced, sequence,
                $"a job that had been begun, or that did not succeed, ended with the answer of job {source.JobId}");
        }
        else
        {
            Require(outcome.Phase != JobPhase.Succeeded || (Committed == Items && PlannedShards is not null), FindingCodes.FinishUncovered, sequence,
                $"the job succeeded with {Committed} of {Items} items committed");
        }

        var isAnswer = it.ResultHash is { } hash && outcome.ResultBlock is null
            ? hash == Checksum.IdentityOf(outcome.Result.Span)
            : outcome.Result.IsEmpty && it.ResultHash is null == outcome.ResultBlock is null;
        Require(isAnswer, FindingCodes.ResultHash, sequence,
            $"the answer does not match its hash {it.ResultHash ?? "(none)"}");
        Require(outcome.Quarantined.SequenceEqual(_givenUp), FindingCodes.QuarantineOutcome, sequence,
            $"the job ended without [{string.Join(", ", outcome.Quarantined)}], and what was given up is [{string.Join(", ", _givenUp)}]");
        Attempts.Finish(outcome.Phase, new Moment(sequence, it.At, _writer));
        Final = outcome.Phase;
        FinishedAt = it.At;
    }

    private void Reopen(long sequence)
    {
        Require(Final is JobPhase.Failed or JobPhase.Cancelled, FindingCodes.EventOrder, sequence, $"a job was opened again that had ended as {Final?.ToString() ?? "nothing yet"}");
        Final = null;
        FinishedAt = null;
        _givenUp.Clear();
        foreach (var (shard, state) in _touched.Where(it => it.Value.Running != 0 || it.Value.IsQuarantined).ToList())
        {
            Set(shard, state with { Running = 0, IsQuarantined = false });
        }
    }

    private bool Exists(int shard) => shard >= 0 && shard < Shards;

    private long Running(int shard) => Shard(shard).Running;

    private ShardLedgerState Shard(int shard) => _touched.TryGetValue(shard, out var state) ? state : Planned(shard);

    // The even cut and the search for a run are restated here, not shared with the ledger: a fault in one of the two shows.
    private int HeadOf(int shard)
    {
        if (_touched.ContainsKey(shard) || Holds(_lastHead, shard))
        {
            return _touched.ContainsKey(shard) ? shard : _lastHead;
        }

        _lastHead = _heads.GetViewBetween(int.MinValue, shard).Max;
        return Holds(_lastHead, shard) ? _lastHead : shard;
    }

    private bool Holds(int head, int shard) => _touched.TryGetValue(head, out var run) && shard >= head && shard <= head + run.More;

    private ShardLedgerState Planned(int shard)
    {
        if (PlannedShards is not { } count || shard < 0 || shard >= count)
        {
            return default;
        }

        var start = (long)((Int128)job.Totals.Items * shard / count);
        return new ShardLedgerState { Start = start, CommittedEnd = start, End = (long)((Int128)job.Totals.Items * (shard + 1) / count) };
    }

    private void Set(int shard, ShardLedgerState state) => _touched[shard] = state;

    private void Require(bool holds, string code, long sequence, string otherwise, int? shard = null, long? attempt = null)
    {
        if (!holds)
        {
            findings.Add(code, $"Event {sequence}: {otherwise}.", shard, attempt);
        }
    }
}
