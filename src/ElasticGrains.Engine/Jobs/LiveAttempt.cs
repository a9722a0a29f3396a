using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Jobs;

/// <summary>What the job knows of a running attempt beside the ledger; lost with the activation.</summary>
internal sealed class LiveAttempt(SlotLease? lease, DateTimeOffset heard)
{
    /// <summary>The slot; null while a new writer waits for the attempt to report.</summary>
    public SlotLease? Lease { get; set; } = lease;

    /// <summary>When this writer granted it; null for one that it found running.</summary>
    public DateTimeOffset? GrantedAt { get; init; }

    /// <summary>When it was last heard of.</summary>
    public DateTimeOffset Heard { get; private set; } = heard;

    /// <summary>What began it, while nobody knows whether that has arrived; null once it was heard of.</summary>
    public JobEffect.StartShard? Start { get; set; }

    /// <summary>When <see cref="Start"/> is said again.</summary>
    public DateTimeOffset StartAgainAt { get; set; }

    /// <summary>The end of what it has computed.</summary>
    public long Position { get; set; }

    /// <summary>How fast it gets on.</summary>
    public AttemptPace Pace { get; } = new(heard);

    /// <summary>The time between two commits at present.</summary>
    public TimeSpan CommitInterval { get; set; }

    /// <summary>Why its partials cannot be stored at present.</summary>
    public string? Stalled { get; set; }

    /// <summary>True once it has said to this writer that it computes: what is asked of it before may reach it too early, and is lost.</summary>
    public bool HasReported { get; set; }

    /// <summary>Until when it is not asked to split again: it had too little left. Null when it never declined.</summary>
    public DateTimeOffset? DeclinedUntil { get; set; }

    /// <summary>True until it has reported to this writer.</summary>
    public bool IsUnclaimed => Lease is null;

    /// <summary>A word of it came.</summary>
    public void Hear(DateTimeOffset now)
    {
        Heard = now;
        Start = null;
    }

    /// <summary>Time passed in which it could not be heard.</summary>
    public void Forgive(TimeSpan deaf) => Heard += deaf;
}
