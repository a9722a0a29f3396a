using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Jobs;

/// <summary>What a job wants done.</summary>
public abstract record JobEffect
{
    private JobEffect()
    {
    }

    /// <summary>Append to the ledger, and answer with <see cref="JobEvent.Appended"/> or <see cref="JobEvent.AppendFailed"/>.</summary>
    public sealed record Append(JobAppend Batch) : JobEffect;

    /// <summary>Tell the resource manager how many more slots the job could use.</summary>
    public sealed record RequestSlots(int Wanted, int Priority) : JobEffect;

    /// <summary>Tell the resource manager that the job wants, or wants no more, a slot of a silo on which nothing else runs.</summary>
    public sealed record RequestSilo(bool Wanted) : JobEffect;

    /// <summary>Tell the resource manager that the job wants, or wants no more, a slot of that silo and no other.</summary>
    public sealed record RequestSlotOn(string Silo, bool Wanted) : JobEffect;

    /// <summary>Give a slot back unused.</summary>
    public sealed record ReturnSlot(SlotLease Lease) : JobEffect;

    /// <summary>An attempt is about to be granted to this silo: have the shard's grain there, it does nothing yet.</summary>
    public sealed record PrepareShard(int Shard, string Silo) : JobEffect
    {
        /// <summary>True when there is to be no grain, see <see cref="StartShard.IsInPlace"/>.</summary>
        public bool IsInPlace { get; init; }
    }

    /// <summary>Start an attempt.</summary>
    public sealed record StartShard(ShardGrant Grant) : JobEffect
    {
        /// <summary>
        /// True when it is to run in the activation of the job, and to end with it: it computes the whole job, here. Only such an attempt may
        /// start before the ledger has it, since nobody but this writer can hear of it.
        /// </summary>
        public bool IsInPlace { get; init; }

        /// <summary>True when the grain of the shard was brought to that silo by <see cref="PrepareShard"/>.</summary>
        public bool IsPrepared { get; init; }
    }

    /// <summary>Stop an attempt.</summary>
    public sealed record StopShard(int Shard, long Attempt, string Reason) : JobEffect;

    /// <summary>Ask a running attempt to give up about half of what is left.</summary>
    public sealed record AskSplit(int Shard, long Attempt) : JobEffect;

    /// <summary>Ask a running attempt to give up all that is left.</summary>
    public sealed record AskYield(int Shard, long Attempt) : JobEffect;

    /// <summary>Ask a running attempt to commit what it has computed and to end.</summary>
    public sealed record AskRelease(int Shard, long Attempt, MoveCause Cause) : JobEffect;

    /// <summary>Answer a commit.</summary>
    public sealed record AnswerCommit(CommitAnswer Answer) : JobEffect;

    /// <summary>Answer a report.</summary>
    public sealed record AnswerReport(ReportAnswer Answer) : JobEffect;

    /// <summary>The end of an attempt is recorded.</summary>
    public sealed record AnswerEnded(int Shard, long Attempt) : JobEffect;

    /// <summary>Join committed partials, in order, to the others.</summary>
    /// <param name="Commits">What was committed.</param>
    /// <param name="Silo">Where it was computed, and may be at hand.</param>
    public sealed record Reduce(IReadOnlyList<LedgerEvent.Committed> Commits, string? Silo) : JobEffect;

    /// <summary>
    /// Join the last partials to the others, all of which are committed, and make the answer as for <see cref="MakeAnswer"/>. Neither are
    /// they durable yet nor it: all become so together, and until then nobody may hear of them.
    /// </summary>
    /// <param name="Commits">What is being committed.</param>
    /// <param name="Silo">Where it was computed, and may be at hand.</param>
    public sealed record Conclude(IReadOnlyList<LedgerEvent.Committed> Commits, string? Silo) : JobEffect;

    /// <summary>All is committed: make the answer, and say <see cref="JobEvent.AnswerReady"/> or <see cref="JobEvent.AnswerFailed"/>.</summary>
    public sealed record MakeAnswer : JobEffect;

    /// <summary>The job has ended, durably.</summary>
    public sealed record Complete : JobEffect;

    /// <summary>Another writer has the job: forget everything, send nothing more.</summary>
    public sealed record StandDown(string Reason) : JobEffect;

    /// <summary>All that was decided is durable: the job can be written elsewhere. Send nothing more.</summary>
    public sealed record HandOver : JobEffect;

    /// <summary>Somebody broke the protocol; the offender was fenced. Always a defect.</summary>
    public sealed record Violation(string Story) : JobEffect;
}
