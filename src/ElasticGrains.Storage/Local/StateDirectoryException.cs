namespace ElasticGrains.Storage.Local;

/// <summary>A state directory cannot be used; the message says why and what to do.</summary>
public class StateDirectoryException : Exception
{
    /// <summary>Creates the error.</summary>
    public StateDirectoryException()
    {
    }

    /// <summary>Creates the error with what was found and what to do.</summary>
    public StateDirectoryException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with what was found and what to do, and its cause.</summary>
    public StateDirectoryException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
