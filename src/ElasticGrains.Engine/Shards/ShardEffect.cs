using ElasticGrains.Scheduling;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Shards;

/// <summary>What a shard wants done.</summary>
public abstract record ShardEffect
{
    private ShardEffect()
    {
    }

    /// <summary>Take the slot for a run, and answer with <see cref="ShardEvent.SlotAnswered"/>.</summary>
    public sealed record TakeSlot(long Run, ShardGrant Grant) : ShardEffect;

    /// <summary>Begin to compute.</summary>
    public sealed record Compute(long Run, ShardGrant Grant) : ShardEffect;

    /// <summary>Cut off the finished prefix at the next safe point, and say <see cref="ShardEvent.PrefixCut"/>.</summary>
    public sealed record Cut(long Run) : ShardEffect;

    /// <summary>Cut off now what shards of the run have finished: the kernel has been in one call for long, and may never come back.</summary>
    public sealed record TakeFinished(long Run) : ShardEffect;

    /// <summary>A prefix of the run is committed: the run may cut off another.</summary>
    public sealed record Settled(long Run) : ShardEffect;

    /// <summary>Lower the run's bound to about half of what is left, or to the next place where it can end, and say <see cref="ShardEvent.Shrunk"/>.</summary>
    public sealed record Shrink(long Run, bool ToNext = false) : ShardEffect;

    /// <summary>End the run at the next safe point, and cut off what is finished: it says <see cref="ShardEvent.RunCompleted"/> as at its bound.</summary>
    public sealed record Release(long Run) : ShardEffect;

    /// <summary>End the run at the next safe point, throw away what is not cut off, and free its slot.</summary>
    public sealed record Halt(long Run, SlotLease Lease) : ShardEffect;

    /// <summary>The run does not come back from the kernel: its slot is lost for good.</summary>
    public sealed record RetireSlot(long Run, SlotLease Lease) : ShardEffect;

    /// <summary>
    /// Keep the input of what the run leaves, and say <see cref="ShardEvent.InputCaptured"/>; the job hears of the run's end only then.
    /// </summary>
    /// <param name="Run">The run.</param>
    /// <param name="Grant">Its grant.</param>
    /// <param name="Rest">The items that will be given up.</param>
    /// <param name="FailedIn">The part of them that the kernel was computing, as far as is known.</param>
    public sealed record CaptureInput(long Run, ShardGrant Grant, ItemRange Rest, ItemRange? FailedIn) : ShardEffect;

    /// <summary>The run may have stored blocks to which its job will not refer: forget them when it has ended.</summary>
    public sealed record SweepBlocks : ShardEffect;

    /// <summary>Offer a commit to the job.</summary>
    public sealed record SendCommit(ShardCommit Commit) : ShardEffect;

    /// <summary>Send a heartbeat to the job.</summary>
    public sealed record SendReport(ShardReport Report) : ShardEffect;

    /// <summary>Tell the job that an attempt is over.</summary>
    public sealed record SendEnded(ShardEnded End) : ShardEffect;

    /// <summary>Tell the job what the run gave up.</summary>
    public sealed record SendSplitOffer(SplitOffer Offer) : ShardEffect;
}
