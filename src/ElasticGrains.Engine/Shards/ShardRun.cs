using ElasticGrains.Inputs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Shards;

/// <summary>One run of a shard: from its grant until the job has recorded its end.</summary>
internal sealed class ShardRun(long number, ShardGrant grant, DateTimeOffset now)
{
    public long Number { get; } = number;

    public ShardGrant Grant { get; } = grant;

    /// <summary>The attempt epoch; an adoption raises it.</summary>
    public long Attempt { get; set; } = grant.Attempt;

    public bool IsComputing { get; set; }

    /// <summary>True while it has a slot alone, and waits for the job to record that.</summary>
    public bool AwaitsWord { get; set; }

    /// <summary>
    /// True when it has stopped computing but keeps its slot until the job has recorded its end: were another to come there before, and kill
    /// the silo, it would seem that this one was alone with it.
    /// </summary>
    public bool KeepsSlot { get; set; }

    public long CommittedEnd { get; set; } = grant.Range.Start;

    public long Position { get; set; } = grant.Range.Start;

    public CommitPacing Pacing { get; } = new(grant.Spec.Policy.CommitInterval);

    /// <summary>The commit that was sent and not answered.</summary>
    public ShardCommit? Unanswered { get; set; }

    /// <summary>Prefixes cut off behind it: the last one of a completed run, or one that grew too large.</summary>
    public Queue<ShardEvent.PrefixCut> Waiting { get; } = [];

    public bool IsSettled => Unanswered is null && Waiting.Count == 0;

    /// <summary>Why a prefix cannot be stored at present.</summary>
    public string? Stalled { get; set; }

    public TimeSpan CutCost { get; set; }

    /// <summary>How long the blocks of the commit under way took to be durable.</summary>
    public TimeSpan StoreTime { get; set; }

    public DateTimeOffset FirstSent { get; set; }

    public DateTimeOffset LastSent { get; set; }

    public DateTimeOffset LastCut { get; set; } = now;

    public bool CutAsked { get; set; }

    public DateTimeOffset LastSafePoint { get; set; } = now;

    /// <summary>The safe point after which what is finished was taken out.</summary>
    public DateTimeOffset? TakenAfter { get; set; }

    public DateTimeOffset? LastReport { get; set; }

    /// <summary>When the job last said anything to this attempt.</summary>
    public DateTimeOffset LastHeard { get; set; } = now;

    /// <summary>The item behind the last that it may compute; giving up a part lowers it.</summary>
    public long RangeEnd { get; set; } = grant.Range.End;

    /// <summary>What the kernel was computing when it failed.</summary>
    public ItemRange? FailedIn { get; set; }

    /// <summary>When its input began to be captured; null when it did not.</summary>
    public DateTimeOffset? CaptureBegan { get; set; }

    /// <summary>True once that is over, or not wanted any more.</summary>
    public bool IsCaptured { get; set; }

    /// <summary>What came of it.</summary>
    public CapturedInput? Captured { get; set; }

    /// <summary>Why it was asked to give up its rest; null when it was not.</summary>
    public MoveCause? Move { get; set; }

    /// <summary>The item behind the last that the kernel had begun when the run was abandoned; 0 when it was not.</summary>
    public long Begun { get; set; }

    /// <summary>How the attempt will end once nothing is unanswered.</summary>
    public (AttemptEnd How, Failure? Failure)? Ending { get; set; }

    /// <summary>The end as it was told to the job, repeated until recorded.</summary>
    public ShardEnded? Ended { get; set; }

    public DateTimeOffset EndedAt { get; set; }
}
