namespace ElasticGrains.Jobs;

/// <summary>The kinds of reasons why a job stands where it stands.</summary>
public static class JobReasons
{
    /// <summary>Another writer has it.</summary>
    public const string TakenOver = "taken-over";

    /// <summary>Its ledger does not take what it writes.</summary>
    public const string Ledger = "ledger";

    /// <summary>What was computed cannot be stored.</summary>
    public const string Stalled = "stalled";

    /// <summary>All is committed; the answer is being made or written.</summary>
    public const string Finishing = "finishing";

    /// <summary>A new writer waits for running attempts to report.</summary>
    public const string Adopting = "adopting";

    /// <summary>Attempts run.</summary>
    public const string Running = "running";

    /// <summary>Shards wait for slots.</summary>
    public const string Slots = "slots";

    /// <summary>The policy lets it use no more slots.</summary>
    public const string MaxSlots = "max-slots";

    /// <summary>Shards run again after a pause.</summary>
    public const string Retry = "retry";

    /// <summary>Shards wait for a silo of their own.</summary>
    public const string Alone = "alone";

    /// <summary>Ranges were given up.</summary>
    public const string GivenUp = "given-up";

    /// <summary>It fails when its deadline comes.</summary>
    public const string Deadline = "deadline";

    /// <summary>Somebody asked for its end.</summary>
    public const string CancelAsked = "cancel-asked";

    /// <summary>Nobody works at it.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>It succeeded.</summary>
    public const string Succeeded = "succeeded";

    /// <summary>It failed.</summary>
    public const string Failed = "failed";

    /// <summary>It was cancelled.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>An attempt failed.</summary>
    public const string AttemptFailed = "attempt-failed";

    /// <summary>Attempts were lost.</summary>
    public const string AttemptsLost = "attempts-lost";
}
