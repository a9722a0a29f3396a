using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Verification;

/// <summary>One attempt as the events tell it, through all the epochs that adoptions gave it.</summary>
internal sealed class AttemptTrace(string jobId, LedgerEvent.Granted granted, Moment begun)
{
    // A slot's thread waits when two groups of commits are not acknowledged (PartialLimits.Waiting): at the last it still had its slot when the
    // last but three was durable. One more than that, so that the rule holds for every order in which the groups may be handed over.
    private const int Unacknowledged = 3;

    private readonly Queue<Moment> _groups = [];

    public string JobId { get; } = jobId;

    public LedgerEvent.Granted Granted { get; } = granted;

    public int Shard => Granted.Shard;

    /// <summary>The slot, across all jobs: the name of a silo never comes back.</summary>
    public (string Silo, int Slot) Slot => (Granted.Silo, Granted.Slot);

    /// <summary>Its latest epoch.</summary>
    public long Attempt { get; set; } = granted.Attempt;

    public Moment Begun { get; } = begun;

    /// <summary>It had its slot at this moment at the latest; null where nothing proves that it ever had it.</summary>
    public Moment? HadSlotBy { get; private set; }

    /// <summary>It still had its slot at this moment, if it ever had it.</summary>
    public Moment HadSlotUntil { get; private set; } = begun;

    /// <summary>Its end, or that of its job; null while it runs.</summary>
    public Moment? Ended { get; private set; }

    /// <summary>How it ended; null while it runs, and when it ended with its job.</summary>
    public AttemptEnd? How { get; private set; }

    /// <summary>True when its slot was free at its end: it had said itself that it was done, or the job could not have succeeded before.</summary>
    public bool LeftSlotFree { get; private set; }

    /// <summary>How long it had a slot as far as the ledger tells; never negative, zero while it runs.</summary>
    public TimeSpan SlotTime => Ended is { } end && end.At > Begun.At ? end.At - Begun.At : TimeSpan.Zero;

    public void Committed(Moment at)
    {
        HadSlotBy ??= at;

        // The pieces of a group have one time.
        if (_groups.Count > 0 && _groups.Last().At == at.At)
        {
            return;
        }

        _groups.Enqueue(at);
        if (_groups.Count > Unacknowledged)
        {
            HadSlotUntil = _groups.Dequeue();
        }
    }

    public void End(Moment at, AttemptEnd? how, bool leftSlotFree) => (Ended, How, LeftSlotFree) = (at, how, leftSlotFree);

    public override string ToString() => $"attempt {Attempt} of shard {Shard} of job {JobId}";
}
