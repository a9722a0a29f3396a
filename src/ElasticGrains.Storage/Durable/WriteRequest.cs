namespace ElasticGrains.Storage.Durable;

/// <summary>One thing to write, waiting for the next shared transaction.</summary>
internal abstract class WriteRequest
{
    private const int Waiting = 0;
    private const int Started = 1;
    private const int GivenUp = 2;

    private int _stage;

    /// <summary>About how much it writes, by which a transaction is bounded.</summary>
    public abstract long Bytes { get; }

    /// <summary>False when the caller has given up before the work began.</summary>
    public bool TryStart() => Interlocked.CompareExchange(ref _stage, Started, Waiting) != GivenUp;

    /// <summary>Marks it failed; the task learns of it with <see cref="Answer"/>.</summary>
    public abstract void Fail(Exception error);

    /// <summary>Completes the task: the transaction is durable, or the work failed.</summary>
    public abstract void Answer();

    /// <summary>Takes it back unless its work has begun: its bytes may be in use from then on.</summary>
    protected bool TryGiveUp() => Interlocked.CompareExchange(ref _stage, GivenUp, Waiting) == Waiting;
}
