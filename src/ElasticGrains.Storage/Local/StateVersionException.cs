namespace ElasticGrains.Storage.Local;

/// <summary>The state directory was written by a newer version.</summary>
public sealed class StateVersionException : StateDirectoryException
{
    /// <summary>Creates the error.</summary>
    public StateVersionException()
    {
    }

    /// <summary>Creates the error with what was found and what to do.</summary>
    public StateVersionException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with what was found and what to do, and its cause.</summary>
    public StateVersionException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
