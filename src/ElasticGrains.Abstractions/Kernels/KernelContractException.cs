namespace ElasticGrains.Kernels;

/// <summary>A kernel broke its contract: it returned null, a negative count, or a partial over the size limit. Not retried.</summary>
[GenerateSerializer, Alias("eg.error.kernel-contract")]
public sealed class KernelContractException : Exception
{
    /// <summary>Creates the error.</summary>
    public KernelContractException()
    {
    }

    /// <summary>Creates the error with what was broken and how to mend it.</summary>
    public KernelContractException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with what was broken and how to mend it, and its cause.</summary>
    public KernelContractException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
