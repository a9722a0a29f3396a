using ElasticGrains.Jobs;

namespace ElasticGrains.Client;

/// <summary>A job ended without an answer.</summary>
public sealed class JobFailedException : Exception
{
    /// <summary>Creates the error.</summary>
    public JobFailedException()
    {
    }

    /// <summary>Creates the error with what went wrong.</summary>
    public JobFailedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with what went wrong, and its cause.</summary>
    public JobFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the error from the job's outcome.</summary>
    public JobFailedException(string jobId, JobOutcome outcome)
        : base($"Job '{jobId}' {(outcome?.Phase == JobPhase.Cancelled ? "was cancelled" : "failed")}: {outcome?.Failure?.Text}") =>
        Outcome = outcome;

    /// <summary>How the job ended.</summary>
    public JobOutcome? Outcome { get; }
}
