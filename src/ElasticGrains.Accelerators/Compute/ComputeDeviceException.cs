namespace ElasticGrains.Accelerators.Compute;

/// <summary>A device could not do what it was told: it has no room, lacks what a kernel needs, or is lost. The message says which device, and what its driver said.</summary>
public sealed class ComputeDeviceException : Exception
{
    /// <summary>Creates the error.</summary>
    public ComputeDeviceException()
    {
    }

    /// <summary>Creates the error with which device it is and what failed.</summary>
    public ComputeDeviceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with which device it is and what failed, and its cause.</summary>
    public ComputeDeviceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
