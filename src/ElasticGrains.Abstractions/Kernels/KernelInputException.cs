namespace ElasticGrains.Kernels;

/// <summary>The input cannot be computed and no retry will change that. The message goes to the user as it is: say what, where, and what to do.</summary>
[GenerateSerializer, Alias("eg.error.kernel-input")]
public sealed class KernelInputException : Exception
{
    /// <summary>Creates the error.</summary>
    public KernelInputException()
    {
    }

    /// <summary>Creates the error with what to tell the user.</summary>
    public KernelInputException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with what to tell the user, and its cause.</summary>
    public KernelInputException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
