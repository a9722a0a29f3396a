using ElasticGrains.Blocks;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Jobs;

/// <summary>What a job is told.</summary>
public abstract record JobEvent
{
    private JobEvent()
    {
    }

    /// <summary>The first event after the machine was made: plan for so many slots, or go on where the ledger ends.</summary>
    /// <param name="Slots">The slots of the grid.</param>
    public sealed record Activated(int Slots) : JobEvent
    {
        /// <summary>Slots that were asked for in the job's name before it was there.</summary>
        public int Asked { get; init; }

        /// <summary>The silo on which the job is; null when its shards are to be elsewhere in any case.</summary>
        public string? Here { get; init; }

        /// <summary>True when a slot is offered next: the plan becomes durable together with its grant.</summary>
        public bool HasSlot { get; init; }

        /// <summary>The silos that are known to be gone: what ran there need not be waited for.</summary>
        public IReadOnlyList<SiloLoss> Gone { get; init; } = [];

        /// <summary>True when the writer before left in order.</summary>
        public bool IsHandedOver { get; init; }
    }

    /// <summary>
    /// Instead of <see cref="Activated"/>: an earlier job computed the same, and this is its answer. Where nothing came of looking for one, a job is
    /// activated as any other.
    /// </summary>
    /// <param name="Source">The earlier job.</param>
    /// <param name="Result">The answer as JSON; empty when it is in a block.</param>
    /// <param name="ResultHash">Its hash.</param>
    public sealed record AnswerFound(AnswerSource Source, ReadOnlyMemory<byte> Result, string ResultHash) : JobEvent
    {
        /// <summary>A block of this job with the answer, when it is too large to stand in an event.</summary>
        public BlockHandle? Block { get; init; }
    }

    /// <summary>The job is to be written elsewhere: make durable what is decided, and decide nothing more.</summary>
    public sealed record HandOverAsked : JobEvent;

    /// <summary>Somebody wants a running shard to go on on that silo.</summary>
    public sealed record MoveAsked(int Shard, string Silo) : JobEvent;

    /// <summary>Somebody wants a running shard to be cut in two.</summary>
    public sealed record SplitAsked(int Shard) : JobEvent;

    /// <summary>Time has passed. Sent a few times a second.</summary>
    public sealed record Tick : JobEvent;

    /// <summary>The ledger answered an append.</summary>
    public sealed record Appended(long Version, AppendOutcome Outcome) : JobEvent;

    /// <summary>The ledger did not answer; whether it applied the append is unknown.</summary>
    public sealed record AppendFailed(long Version, string Reason) : JobEvent;

    /// <summary>The resource manager offers a slot.</summary>
    public sealed record SlotOffered(SlotLease Lease) : JobEvent;

    /// <summary>The resource manager wants an express slot back.</summary>
    public sealed record SlotRecalled(SlotLease Lease) : JobEvent;

    /// <summary>The resource manager has no slot that it could offer.</summary>
    public sealed record SlotRefused(string Reason) : JobEvent;

    /// <summary>A shard offers a commit.</summary>
    public sealed record CommitOffered(ShardCommit Commit) : JobEvent;

    /// <summary>A shard's heartbeat.</summary>
    public sealed record Reported(ShardReport Report) : JobEvent;

    /// <summary>A shard's attempt is over.</summary>
    public sealed record Ended(ShardEnded End) : JobEvent;

    /// <summary>A shard gave up the end of its range, or could not.</summary>
    public sealed record SplitOffered(SplitOffer Offer) : JobEvent;

    /// <summary>A silo is gone.</summary>
    public sealed record SiloLost(string Silo) : JobEvent
    {
        /// <summary>True when it left in order.</summary>
        public bool HasLeft { get; init; }

        /// <summary>True when it was heard to say so.</summary>
        public bool SaidSo { get; init; }

        /// <summary>What was found at its address, where it died.</summary>
        public SiloRemains Remains { get; init; }
    }

    /// <summary>Somebody wants the job to end.</summary>
    public sealed record CancelRequested(string Reason) : JobEvent;

    /// <summary>A committed partial was joined to the others, which took so long on the kernel thread.</summary>
    public sealed record Joined(TimeSpan Cost) : JobEvent;

    /// <summary>The answer was made from all partials.</summary>
    public sealed record AnswerReady(ReadOnlyMemory<byte> Result, string ResultHash) : JobEvent
    {
        /// <summary>Where it is, when it is too large to stand in an event.</summary>
        public BlockHandle? Block { get; init; }
    }

    /// <summary>Partials could not be combined or the answer not be made.</summary>
    public sealed record AnswerFailed(Failure Failure) : JobEvent;
}
