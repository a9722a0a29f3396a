using ElasticGrains.Inputs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Shards;

/// <summary>What a shard is told. Events of a run carry its number, so that news of an abandoned run is recognised.</summary>
public abstract record ShardEvent
{
    private ShardEvent()
    {
    }

    /// <summary>The job grants an attempt.</summary>
    public sealed record Granted(ShardGrant Grant) : ShardEvent;

    /// <summary>The silo took the lease for this run, or did not.</summary>
    public sealed record SlotAnswered(long Run, bool Taken) : ShardEvent
    {
        /// <summary>True when it was not taken now, but another activation may have taken it for this attempt before.</summary>
        public bool MayHaveBegun { get; init; }
    }

    /// <summary>The run has reached a safe point.</summary>
    public sealed record Progressed(long Run, long Position) : ShardEvent;

    /// <summary>The run cut off a finished prefix; its payloads are durable where they are blocks.</summary>
    public sealed record PrefixCut(long Run, IReadOnlyList<CommitPiece> Pieces, TimeSpan Cost) : ShardEvent
    {
        /// <summary>How long it took until its payloads were durable, those that are blocks; the run went on meanwhile.</summary>
        public TimeSpan Stored { get; init; }
    }

    /// <summary>A cut-off prefix cannot be stored at present, or (null) could at last.</summary>
    public sealed record Stalled(long Run, string? Reason) : ShardEvent;

    /// <summary>The run has reached its bound and has cut off everything.</summary>
    public sealed record RunCompleted(long Run) : ShardEvent;

    /// <summary>The run broke off; what it had not cut off is lost.</summary>
    public sealed record RunFailed(long Run, Failure Failure) : ShardEvent
    {
        /// <summary>What the kernel was computing; null when it was not the kernel that failed.</summary>
        public ItemRange? In { get; init; }
    }

    /// <summary>The input of the run's rest was captured, or why it was not; null when there is none.</summary>
    public sealed record InputCaptured(long Run, CapturedInput? Input) : ShardEvent;

    /// <summary>The job answered a commit.</summary>
    public sealed record CommitAnswered(CommitAnswer Answer) : ShardEvent;

    /// <summary>The job answered a report.</summary>
    public sealed record ReportAnswered(ReportAnswer Answer) : ShardEvent;

    /// <summary>The job has recorded the end of an attempt.</summary>
    public sealed record EndAnswered(long Attempt) : ShardEvent;

    /// <summary>The job wants an attempt to stop.</summary>
    public sealed record StopAsked(long Attempt, string Reason) : ShardEvent;

    /// <summary>The job wants an attempt to give up about half of what is left.</summary>
    public sealed record SplitAsked(long Attempt) : ShardEvent;

    /// <summary>The job wants an attempt to give up all that is left.</summary>
    public sealed record YieldAsked(long Attempt) : ShardEvent;

    /// <summary>An attempt is to commit what it has computed and to end; of attempt 0, whichever runs.</summary>
    public sealed record ReleaseAsked(long Attempt, MoveCause Cause) : ShardEvent;

    /// <summary>What runs is not waited for any longer.</summary>
    /// <param name="Begun">The item behind the last that the kernel has begun; 0 when it has not begun.</param>
    public sealed record Abandoned(long Begun) : ShardEvent;

    /// <summary>The run's bound was lowered; null when it could not be.</summary>
    public sealed record Shrunk(long Run, long? At) : ShardEvent;

    /// <summary>Time has passed. Sent a few times a second while anything is under way.</summary>
    public sealed record Tick : ShardEvent;
}
