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

    public IReadOnlyDictionary<int, ShardLedgerState> Touched => _touched;

    public long? Items { get; private set; }

    public long WriterEpoch { get; private set; }

    public int? PlannedShards { get; private set; }

    public int Shards { get; private set; }

    public JobPhase? Final { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    private long Committed { get; set; }

    public void Add(FoldEntry entry)
    {
        var (sequence, happened, commit) = entry;
        if (Final is not null)
        {
            findings.Add(FindingCodes.AfterFinish, $"Event {sequence} stands behind the end of the job.");
        }

        Require((sequence == 1) == happened is LedgerEvent.Accepted, FindingCodes.EventOrder, sequence, "the first event, and only that, accepts the job");
        if (commit is not null || happened is not (null or LedgerEvent.Accepted or LedgerEvent.WriterTaken))
        {
            Require(WriterEpoch > 0, FindingCodes.EventOrder, sequence, "no writer had taken the job");
            var needsPlan = happened is not (LedgerEvent.Planned or LedgerEvent.Finished);
            Require(PlannedShards is not null || !needsPlan, FindingCodes.EventOrder, sequence, "the job was not planned");
        }

        if (commit is not null)
        {
            Commit(commit);
        }
        else if (happened is not null)
        {
            Event(sequence, happened);
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
                WriterEpoch = it.Epoch;
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
                    $"attempt {it.FromAttempt} of shard {it.Shard} was adopted as {it.Attempt} while {Running(it.Shard)} was running");
                Set(it.Shard, Shard(it.Shard) with { LastAttempt = it.Attempt, Running = it.Attempt });
                break;
            case LedgerEvent.Split it:
                Split(sequence, it);
                break;
            case LedgerEvent.AttemptEnded it:
                Require(Running(it.Shard) == it.Attempt && it.Attempt > 0, FindingCodes.EventOrder, sequence,
                    $"attempt {it.Attempt} of shard {it.Shard} ended while {Running(it.Shard)} was running");
                Require(it.End != AttemptEnd.Completed || Shard(it.Shard).IsCommitted, FindingCodes.EventOrder, sequence,
                    $"shard {it.Shard} was completed before all of it was committed");
                Set(it.Shard, Shard(it.Shard) with { Running = 0 });
                break;
            case LedgerEvent.Quarantined it:
                var shard = Shard(it.Shard);
                Require(shard.Running == 0 && !shard.IsQuarantined && it.Range.Start == shard.CommittedEnd && it.Range.End == shard.End && !it.Range.IsEmpty,
                    FindingCodes.EventOrder, sequence, $"{it.Range} was given up, which was not the free rest of shard {it.Shard}");
                Set(it.Shard, shard with { IsQuarantined = true });
                break;
            case LedgerEvent.Finished it:
                Finish(sequence, it);
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

    private void Grant(long sequence, LedgerEvent.Granted it)
    {
        var shard = Shard(it.Shard);
        Require(Exists(it.Shard) && !shard.IsCommitted && !shard.IsQuarantined, FindingCodes.EventOrder, sequence, $"shard {it.Shard} had no work left or was not there");
        Require(shard.Running == 0 && it.Attempt == shard.LastAttempt + 1, FindingCodes.AttemptEpoch, sequence,
            $"attempt {it.Attempt} of shard {it.Shard} was granted after {shard.LastAttempt} while {shard.Running} was running");
        Set(it.Shard, shard with { LastAttempt = it.Attempt, Running = it.Attempt });
    }

    private void Split(long sequence, LedgerEvent.Split it)
    {
        var shard = Shard(it.Shard);
        Require(shard.Running > 0 && it.At > shard.CommittedEnd && it.At < shard.End && it.NewShard == Shards, FindingCodes.EventOrder, sequence,
            $"shard {it.Shard} was split at {it.At} into shard {it.NewShard}, outside of what was running and uncommitted");
        Set(it.Shard, shard with { End = it.At });
        Set(it.NewShard, new ShardLedgerState { Start = it.At, CommittedEnd = it.At, End = shard.End });
        Shards = Math.Max(Shards, it.NewShard + 1);
    }

    private void Commit(CommitRow it)
    {
        var shard = Shard(it.Shard);
        Require(it.Attempt > 0 && shard.Running == it.Attempt, FindingCodes.CommitAttempt, it.Sequence,
            $"commit {it.Number} is by attempt {it.Attempt} of shard {it.Shard} while {shard.Running} was accepted");
        Require(it.Start == shard.CommittedEnd && it.End > it.Start, FindingCodes.CommitOrder, it.Sequence,
            $"commit {it.Number} is [{it.Start}, {it.End}) where shard {it.Shard} was committed up to {shard.CommittedEnd}");
        Require(it.End <= shard.End && Exists(it.Shard), FindingCodes.CommitOutside, it.Sequence,
            $"commit {it.Number} is [{it.Start}, {it.End}) beyond the end of shard {it.Shard} at {shard.End}");
        Set(it.Shard, shard with { CommittedEnd = it.End });
        Committed += it.End - it.Start;
    }

    private void Finish(long sequence, LedgerEvent.Finished it)
    {
        var outcome = it.Outcome;
        Require(outcome.Phase.IsFinal(), FindingCodes.EventOrder, sequence, $"{outcome.Phase} is no end");
        Require(outcome.Phase != JobPhase.Succeeded || Committed == Items, FindingCodes.FinishUncovered, sequence,
            $"the job succeeded with {Committed} of {Items} items committed");
        Require(it.ResultHash is { } hash ? hash == Checksum.IdentityOf(outcome.Result.Span) : outcome.Result.IsEmpty, FindingCodes.ResultHash, sequence,
            $"the answer does not match its hash {it.ResultHash ?? "(none)"}");
        Final = outcome.Phase;
        FinishedAt = it.At;
    }

    private bool Exists(int shard) => shard >= 0 && shard < Shards;

    private long Running(int shard) => Shard(shard).Running;

    // The even cut is restated here, not shared with the ledger: a fault in one of the two shows.
    private ShardLedgerState Shard(int shard)
    {
        if (_touched.TryGetValue(shard, out var state) || PlannedShards is not { } count || shard < 0 || shard >= count)
        {
            return state;
        }

        var start = (long)((Int128)job.Totals.Items * shard / count);
        return new ShardLedgerState { Start = start, CommittedEnd = start, End = (long)((Int128)job.Totals.Items * (shard + 1) / count) };
    }

    private void Set(int shard, ShardLedgerState state) => _touched[shard] = state;

    private void Require(bool holds, string code, long sequence, string otherwise)
    {
        if (!holds)
        {
            findings.Add(code, $"Event {sequence}: {otherwise}.");
        }
    }
}
