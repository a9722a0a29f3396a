namespace ElasticGrains.Storage.Local;

/// <summary>Another process owns the state directory.</summary>
public sealed class StateDirectoryInUseException : StateDirectoryException
{
    /// <summary>Creates the error.</summary>
    public StateDirectoryInUseException()
    {
    }

    /// <summary>Creates the error with what was found and what to do.</summary>
    public StateDirectoryInUseException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with what was found and what to do, and its cause.</summary>
    public StateDirectoryInUseException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
