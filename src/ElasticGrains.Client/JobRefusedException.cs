using ElasticGrains.Jobs;

namespace ElasticGrains.Client;

/// <summary>A submission was not accepted: it has put nothing into the ledger. An earlier one under the same id may have.</summary>
public sealed class JobRefusedException : Exception
{
    /// <summary>Creates the error.</summary>
    public JobRefusedException()
    {
    }

    /// <summary>Creates the error with what was wrong and what to do.</summary>
    public JobRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with what was wrong and what to do, and its cause.</summary>
    public JobRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the error from the grid's answer.</summary>
    public JobRefusedException(string jobId, SubmitAnswer answer)
        : base(answer?.Failure?.Message ?? $"Job '{jobId}' exists with another spec; choose another id, or submit the same spec to attach to it.")
    {
        Status = answer?.Status ?? SubmitStatus.Refused;
        Failure = answer?.Failure;
        RetryAfter = answer?.RetryAfter;
    }

    /// <summary>Whether the spec was refused, the id is taken, or the grid is busy.</summary>
    public SubmitStatus Status { get; } = SubmitStatus.Refused;

    /// <summary>Why the spec was refused.</summary>
    public Failure? Failure { get; }

    /// <summary>When the grid is busy: submit again after this time, with the same id if it was given. Null when that would not help.</summary>
    public TimeSpan? RetryAfter { get; }
}
