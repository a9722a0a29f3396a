using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Ledger;

/// <summary>
/// What a ledger checks before it applies an append; shared by every store. Each rule answers null or the sentence that says what was
/// broken, and each can be overridden, so that a simulation can show that breaking it is noticed. Stateless.
/// </summary>
public class LedgerRules
{
    // The acceptance and the first writer.
    private const long EventsBeforeACopy = 2;

    /// <summary>All rules.</summary>
    public static LedgerRules Strict { get; } = new();

    /// <summary>Judges the append and applies it to the state, whole or not at all.</summary>
    /// <param name="state">The job.</param>
    /// <param name="append">What its writer wants to add.</param>
    /// <param name="lastAppend">The events of the last append, for states that carry no digest.</param>
    public AppendOutcome Apply(JobLedgerState state, JobAppend append, Func<IEnumerable<LedgerEvent>>? lastAppend = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(append);
        var totals = state.Totals;
        if (CheckWriter(totals, append) is { } otherWriter)
        {
            return new AppendOutcome(AppendStatus.Fenced, totals.WriterEpoch, otherWriter);
        }

        if (append.Version == totals.Version && append.Version > 0)
        {
            return IsResend(totals, append, lastAppend)
                ? new AppendOutcome(AppendStatus.Duplicate, totals.WriterEpoch)
                : Rejected(totals, $"Append {append.Version} was applied with other events.");
        }

        if (CheckOpen(totals) is { } ended)
        {
            return new AppendOutcome(AppendStatus.Fenced, totals.WriterEpoch, ended);
        }

        if (CheckVersion(totals, append) is { } wrongVersion)
        {
            return Rejected(totals, wrongVersion);
        }

        return ApplyEvents(state, append) is { } broken
            ? Rejected(totals, broken)
            : new AppendOutcome(AppendStatus.Applied, totals.WriterEpoch);
    }

    /// <summary>Only the current writer appends.</summary>
    protected virtual string? CheckWriter(in JobLedgerTotals totals, JobAppend append) =>
        append.WriterEpoch == totals.WriterEpoch && append.WriterEpoch > 0
            ? null
            : $"Writer epoch {append.WriterEpoch} is not the current one, {totals.WriterEpoch}.";

    /// <summary>A re-send carries the same events as the append it repeats.</summary>
    protected virtual bool IsResend(in JobLedgerTotals totals, JobAppend append, Func<IEnumerable<LedgerEvent>>? lastAppend) =>
        (totals.Digest ?? (lastAppend is null ? null : EventDigest.Of(lastAppend()))) == EventDigest.Of(append.Events);

    /// <summary>Nothing is appended after the end.</summary>
    protected virtual string? CheckOpen(in JobLedgerTotals totals) => totals.Final is { } phase ? $"The job has ended: {phase}." : null;

    /// <summary>Appends follow each other without a gap.</summary>
    protected virtual string? CheckVersion(in JobLedgerTotals totals, JobAppend append) =>
        append.Version == totals.Version + 1 ? null : $"Version {append.Version} does not follow {totals.Version}.";

    /// <summary>The items are cut once, before anything else happens to them.</summary>
    protected virtual string? CheckPlanned(JobLedgerState state, LedgerEvent.Planned it) =>
        state.Totals.PlannedShards is not null ? "The job is planned already."
        : it.Shards < 0 || (it.Shards == 0 && state.Totals.Items > 0) ? $"{state.Totals.Items} items cannot be cut into {it.Shards} shards."
        : null;

    /// <summary>A grant names a shard or run with work left and no attempt, and the next attempt epoch.</summary>
    protected virtual string? CheckGranted(JobLedgerState state, LedgerEvent.Granted it)
    {
        var shard = state.Shard(it.Shard);
        return !state.HasShard(it.Shard) ? NoSuchShard(it.Shard)
            : state.HeadOf(it.Shard) is var head && head != it.Shard ? $"Shard {it.Shard} is in the run of shard {head}."
            : it.More < 0 || (it.More != shard.More && !state.AreUntouched(it.Shard, 1 + it.More))
                ? $"Shards {it.Shard} to {it.Shard + (long)it.More} are not free for a run."
            : shard.IsCommitted ? $"Shard {it.Shard} is fully committed."
            : shard.IsQuarantined ? $"Shard {it.Shard} is quarantined."
            : shard.Running != 0 ? $"Attempt {shard.Running} of shard {it.Shard} is running."
            : it.Attempt != shard.LastAttempt + 1 ? $"Attempt {it.Attempt} of shard {it.Shard} does not follow {shard.LastAttempt}."
            : null;
    }

    /// <summary>An adoption raises the epoch of the running attempt by one.</summary>
    protected virtual string? CheckAdopted(JobLedgerState state, LedgerEvent.Adopted it) =>
        CheckRunning(state, it.Shard, it.FromAttempt)
        ?? (it.Attempt == it.FromAttempt + 1 ? null : $"Attempt {it.Attempt} of shard {it.Shard} does not follow {it.FromAttempt}.");

    /// <summary>A split cuts the uncommitted rest of a running shard or run in two that both have items; a run between two of its shards.</summary>
    protected virtual string? CheckSplit(JobLedgerState state, LedgerEvent.Split it)
    {
        var shard = state.Shard(it.Shard);
        return !state.HasShard(it.Shard) ? NoSuchShard(it.Shard)
            : shard.Running == 0 ? $"Shard {it.Shard} is split while no attempt is running."
            : it.At <= shard.CommittedEnd || it.At >= shard.End
                ? $"Shard {it.Shard} is split at {it.At}, which does not lie inside ({shard.CommittedEnd}, {shard.End})."
            : it.NewShard > it.Shard && it.NewShard <= it.Shard + shard.More
                ? (state.RangeOf(it.NewShard).Start == it.At ? null : $"Shard {it.NewShard} of the run of shard {it.Shard} does not begin at {it.At}.")
            : it.At <= state.RangeOf(it.Shard + shard.More).Start ? $"The run of shard {it.Shard} is split at {it.At}, inside a shard that is not its last."
            : it.NewShard != state.Totals.Shards ? $"Shard {it.NewShard} is not the next free one, {state.Totals.Shards}."
            : null;
    }

    /// <summary>A commit is by the running attempt, at the end of the committed prefix, within the shard, and has the next number.</summary>
    protected virtual string? CheckCommitted(JobLedgerState state, LedgerEvent.Committed it) =>
        CheckCommitAttempt(state, it) ?? CheckCommitRange(state, it) ?? CheckCommitNumber(state, it);

    /// <summary>A commit is by the running attempt.</summary>
    protected virtual string? CheckCommitAttempt(JobLedgerState state, LedgerEvent.Committed it) =>
        state.HasShard(it.Shard) ? CheckRunning(state, state.HeadOf(it.Shard), it.Attempt) : NoSuchShard(it.Shard);

    /// <summary>A commit continues the committed prefix of its shard or run and stays within the shard.</summary>
    protected virtual string? CheckCommitRange(JobLedgerState state, LedgerEvent.Committed it)
    {
        var committed = state.Shard(state.HeadOf(it.Shard)).CommittedEnd;
        var shard = state.RangeOf(it.Shard);
        return it.Range.Start == committed && it.Range.Start >= shard.Start && it.Range.End <= shard.End && !it.Range.IsEmpty
            ? null
            : $"Commit {it.Range} of shard {it.Shard}, {shard}, does not begin at {committed} or does not end by {shard.End}.";
    }

    /// <summary>Commits are numbered without a gap.</summary>
    protected virtual string? CheckCommitNumber(JobLedgerState state, LedgerEvent.Committed it) =>
        it.Number == state.Totals.LastNumber + 1 ? null : $"Number {it.Number} does not follow {state.Totals.LastNumber}.";

    /// <summary>Only the running attempt ends, and it is completed only when its shard is.</summary>
    protected virtual string? CheckAttemptEnded(JobLedgerState state, LedgerEvent.AttemptEnded it) =>
        CheckRunning(state, it.Shard, it.Attempt)
        ?? (it.End == AttemptEnd.Completed && !state.Shard(it.Shard).IsCommitted ? $"Shard {it.Shard} is not fully committed." : null)
        ?? (it.Abandoned < 0 || (it.Move is null ? it.Abandoned != 0 : it.End != AttemptEnd.Stopped)
            ? $"Attempt {it.Attempt} of shard {it.Shard} moves ({it.Move}, {it.Abandoned} items abandoned) and ends as {it.End}."
            : null);

    /// <summary>What is given up is exactly the uncommitted rest of a shard at which nobody works.</summary>
    protected virtual string? CheckQuarantined(JobLedgerState state, LedgerEvent.Quarantined it)
    {
        var shard = state.Shard(it.Shard);
        return !state.HasShard(it.Shard) ? NoSuchShard(it.Shard)
            : state.HeadOf(it.Shard) is var head && head != it.Shard ? $"Shard {it.Shard} is in the run of shard {head}."
            : shard.Running != 0 ? $"Attempt {shard.Running} of shard {it.Shard} is running."
            : shard.IsQuarantined || shard.IsCommitted || it.Range.Start != shard.CommittedEnd || it.Range.End != shard.End
                ? $"{it.Range} is not the uncommitted rest of shard {it.Shard}."
            : null;
    }

    /// <summary>A job ends in a final phase, and succeeds only when every item is committed, or with the answer of another job.</summary>
    protected virtual string? CheckFinished(JobLedgerState state, LedgerEvent.Finished it) =>
        !it.Outcome.Phase.IsFinal() ? $"{it.Outcome.Phase} is no end."
        : it.CopiedFrom is not null ? CheckCopied(state, it)
        : it.Outcome.Phase == JobPhase.Succeeded && state.Totals.PlannedShards is null ? "The job was not planned."
        : it.Outcome.Phase == JobPhase.Succeeded && state.Totals.Committed != state.Totals.Items
            ? $"Only {state.Totals.Committed} of {state.Totals.Items} items are committed."
        : null;

    /// <summary>The answer of another job is all that a job ever has: its first writer writes it, before anything else, and the job succeeds.</summary>
    protected virtual string? CheckCopied(JobLedgerState state, LedgerEvent.Finished it) =>
        it.Outcome.Phase != JobPhase.Succeeded ? $"A job cannot be {it.Outcome.Phase} with the answer of job '{it.CopiedFrom?.JobId}'."
        : state.Totals.Sequence != EventsBeforeACopy ? $"Event {state.Totals.Sequence + 1} cannot be the answer of job '{it.CopiedFrom?.JobId}': only the first thing that a job's first writer writes can."
        : null;

    private static string? CheckRunning(JobLedgerState state, int shard, long attempt) =>
        !state.HasShard(shard) ? NoSuchShard(shard)
        : attempt > 0 && state.Shard(shard).Running == attempt ? null
        : $"Attempt {attempt} of shard {shard} is not the running one, {state.Shard(shard).Running}.";

    private static AppendOutcome Rejected(in JobLedgerTotals totals, string reason) => new(AppendStatus.Rejected, totals.WriterEpoch, reason);

    private static string NoSuchShard(int shard) => $"There is no shard {shard}.";

    private string? ApplyEvents(JobLedgerState state, JobAppend append)
    {
        if (append.Events.Count == 0)
        {
            return "An append has at least one event.";
        }

        state.Begin();
        foreach (var happened in append.Events)
        {
            if ((CheckOpen(state.Totals) ?? Check(state, happened)) is { } broken)
            {
                state.Rollback();
                return broken;
            }

            state.Apply(happened);
        }

        state.Complete(append.Version);
        return null;
    }

    private string? Check(JobLedgerState state, LedgerEvent happened) => happened switch
    {
        LedgerEvent.Committed it => CheckCommitted(state, it),
        LedgerEvent.Granted it => CheckGranted(state, it),
        LedgerEvent.AttemptEnded it => CheckAttemptEnded(state, it),
        LedgerEvent.Adopted it => CheckAdopted(state, it),
        LedgerEvent.Split it => CheckSplit(state, it),
        LedgerEvent.Planned it => CheckPlanned(state, it),
        LedgerEvent.Quarantined it => CheckQuarantined(state, it),
        LedgerEvent.Finished it => CheckFinished(state, it),
        _ => $"{happened?.GetType().Name ?? "null"} is written by the ledger alone.",
    };
}
