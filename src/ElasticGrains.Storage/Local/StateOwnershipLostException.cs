namespace ElasticGrains.Storage.Local;

/// <summary>Another process has taken the state directory over; nothing was written.</summary>
public sealed class StateOwnershipLostException : StateDirectoryException
{
    /// <summary>Creates the error.</summary>
    public StateOwnershipLostException()
    {
    }

    /// <summary>Creates the error with what was found and what to do.</summary>
    public StateOwnershipLostException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with what was found and what to do, and its cause.</summary>
    public StateOwnershipLostException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
