namespace ElasticGrains.Accelerators.Compute;

/// <summary>A device has no room for what it was to hold.</summary>
public sealed class OutOfDeviceMemoryException : Exception
{
    /// <summary>Creates the error.</summary>
    public OutOfDeviceMemoryException()
    {
    }

    /// <summary>Creates the error with which device it is and what did not fit.</summary>
    public OutOfDeviceMemoryException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with which device it is and what did not fit, and its cause.</summary>
    public OutOfDeviceMemoryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
