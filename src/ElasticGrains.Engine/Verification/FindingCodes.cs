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

    /// <summary>An event or commit stands behind the end of the job.</summary>
    public const string AfterFinish = "after-finish";

    /// <summary>The job ended as succeeded before every item was committed.</summary>
    public const string FinishUncovered = "finish-uncovered";

    /// <summary>Writer epochs do not rise by one, or the job's row names another one.</summary>
    public const string WriterEpoch = "writer-epoch";

    /// <summary>Attempt epochs of a shard do not rise by one, or two attempts ran at once.</summary>
    public const string AttemptEpoch = "attempt-epoch";

    /// <summary>A commit is by an attempt that was not the accepted one at its place.</summary>
    public const string CommitAttempt = "commit-attempt";

    /// <summary>A commit does not continue the committed prefix of its shard.</summary>
    public const string CommitOrder = "commit-order";

    /// <summary>A commit goes beyond its shard or the job.</summary>
    public const string CommitOutside = "commit-outside";

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

    /// <summary>A block does not match its length or checksum.</summary>
    public const string BlockDamaged = "block-damaged";

    /// <summary>The input that was captured of a range given up is not there.</summary>
    public const string InputMissing = "input-missing";

    /// <summary>The input that was captured of a range given up is not what the event says.</summary>
    public const string InputDamaged = "input-damaged";

    /// <summary>The answer does not match its hash.</summary>
    public const string ResultHash = "result-hash";

    /// <summary>The spec does not match its hash.</summary>
    public const string SpecHash = "spec-hash";

    /// <summary>The job's row disagrees with its events.</summary>
    public const string JobRow = "job-row";

    /// <summary>A shard's row disagrees with the events.</summary>
    public const string ShardRow = "shard-row";
}
