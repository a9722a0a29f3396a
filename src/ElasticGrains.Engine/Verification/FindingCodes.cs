namespace ElasticGrains.Engine.Verification;

/// <summary>The codes of findings.</summary>
public static class FindingCodes
{
    /// <summary>A place in the order of events is empty.</summary>
    public const string EventMissing = "event-missing";

    /// <summary>A place in the order of events is taken twice, or lies outside it.</summary>
    public const string EventDuplicate = "event-duplicate";

    /// <summary>The bytes of an event do not match their checksum, or are no event.</summary>
    public const string EventDamaged = "event-damaged";

    /// <summary>An event stands where it cannot have happened.</summary>
    public const string EventOrder = "event-order";

    /// <summary>An event stands before what it needs: the acceptance, a writer, the plan.</summary>
    public const string EventPremature = "event-premature";

    /// <summary>An event or commit stands behind the end of the job.</summary>
    public const string AfterFinish = "after-finish";

    /// <summary>A job ended that had ended.</summary>
    public const string FinishedTwice = "finished-twice";

    /// <summary>The job ended as succeeded before every item was committed.</summary>
    public const string FinishUncovered = "finish-uncovered";

    /// <summary>An attempt was completed before its shard was committed.</summary>
    public const string CompletedUncovered = "completed-uncovered";

    /// <summary>Writer epochs do not rise by one, or the job's row names another one.</summary>
    public const string WriterEpoch = "writer-epoch";

    /// <summary>Attempt epochs of a shard do not rise by one, or two attempts ran at once.</summary>
    public const string AttemptEpoch = "attempt-epoch";

    /// <summary>An attempt ended that was never granted.</summary>
    public const string EndWithoutGrant = "end-without-grant";

    /// <summary>An attempt ended that had ended.</summary>
    public const string EndedTwice = "ended-twice";

    /// <summary>An attempt ended before it was granted, by more than clocks may differ. A warning.</summary>
    public const string TimeBackwards = "time-backwards";

    /// <summary>Two attempts computed under one lease of a slot.</summary>
    public const string LeaseReused = "lease-reused";

    /// <summary>Two attempts had a slot at the same time.</summary>
    public const string SlotOverlap = "slot-overlap";

    /// <summary>Work waited for more than five seconds beside a free slot, and the ledger has no reason. A warning.</summary>
    public const string IdleSlot = "idle-slot";

    /// <summary>What the job shows of its attempts is not what they come to.</summary>
    public const string LedgerTime = "ledger-time";

    /// <summary>A commit is by an attempt that was not the accepted one at its place.</summary>
    public const string CommitAttempt = "commit-attempt";

    /// <summary>A commit does not continue the committed prefix of its shard.</summary>
    public const string CommitOrder = "commit-order";

    /// <summary>A commit goes beyond its shard or the job.</summary>
    public const string CommitOutside = "commit-outside";

    /// <summary>A split does not cut what was running and uncommitted.</summary>
    public const string SplitOutside = "split-outside";

    /// <summary>What was given up was not the free rest of a shard.</summary>
    public const string QuarantineRange = "quarantine-range";

    /// <summary>A commit lies in a range that was given up.</summary>
    public const string QuarantineCommitted = "quarantine-committed";

    /// <summary>The end of the job names other ranges than those that were given up.</summary>
    public const string QuarantineOutcome = "quarantine-outcome";

    /// <summary>Items are committed twice.</summary>
    public const string CoverOverlap = "cover-overlap";

    /// <summary>Items of a succeeded job are not committed.</summary>
    public const string CoverGap = "cover-gap";

    /// <summary>A number is missing.</summary>
    public const string NumberGap = "number-gap";

    /// <summary>A number is given twice.</summary>
    public const string NumberDuplicate = "number-duplicate";

    /// <summary>Numbers do not rise with the order of events.</summary>
    public const string NumberOrder = "number-order";

    /// <summary>A payload has another length than its commit says.</summary>
    public const string PayloadLength = "payload-length";

    /// <summary>A payload does not match the checksum of its commit.</summary>
    public const string PayloadDamaged = "payload-damaged";

    /// <summary>A commit names a block that is not there.</summary>
    public const string BlockMissing = "block-missing";

    /// <summary>A commit or the answer names a block of another job.</summary>
    public const string BlockForeign = "block-foreign";

    /// <summary>A block does not match its length or checksum.</summary>
    public const string BlockDamaged = "block-damaged";

    /// <summary>A block to which nothing refers is still there a minute after the end of its job.</summary>
    public const string BlockOrphan = "block-orphan";

    /// <summary>A block is there whose job was forgotten. A warning.</summary>
    public const string BlockStray = "block-stray";

    /// <summary>A silo still holds a slot for a job that ended more than a minute ago.</summary>
    public const string LeaseHeld = "lease-held";

    /// <summary>A draft of a file is still in the state directory.</summary>
    public const string FileLeftover = "file-leftover";

    /// <summary>The input that was captured of a range given up is not there.</summary>
    public const string InputMissing = "input-missing";

    /// <summary>The input that was captured of a range given up is not what the event says.</summary>
    public const string InputDamaged = "input-damaged";

    /// <summary>An input that was put into the grid lacks parts, or has some of another length.</summary>
    public const string InputParts = "input-parts";

    /// <summary>The answer does not match its hash.</summary>
    public const string ResultHash = "result-hash";

    /// <summary>A job has the answer of another where it cannot have come by it: after it was begun, or although it did not succeed.</summary>
    public const string CopyMisplaced = "copy-misplaced";

    /// <summary>A job has the answer of another, which has another answer.</summary>
    public const string CopyDiffers = "copy-differs";

    /// <summary>A job has the answer of another that had not succeeded, or had computed something else.</summary>
    public const string CopyUnfounded = "copy-unfounded";

    /// <summary>The spec does not match its hash.</summary>
    public const string SpecHash = "spec-hash";

    /// <summary>The job's row disagrees with its events.</summary>
    public const string JobRow = "job-row";

    /// <summary>A shard's row disagrees with the events.</summary>
    public const string ShardRow = "shard-row";
}
