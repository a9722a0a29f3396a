using ElasticGrains.Jobs;

namespace ElasticGrains.Client;

/// <summary>Another process took a job over, usually because this one was frozen. Nothing is lost: the job goes on there.</summary>
public sealed class JobTakenOverException : Exception
{
    /// <summary>Creates the error.</summary>
    public JobTakenOverException()
    {
    }

    /// <summary>Creates the error with who took over.</summary>
    public JobTakenOverException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with who took over, and its cause.</summary>
    public JobTakenOverException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static void ThrowIf(JobStatus status)
    {
        if (status.TakenOver is { } reason)
        {
            throw new JobTakenOverException($"Another process took over job '{status.Id}' ({reason}); it goes on there and nothing is lost.");
        }
    }
}
