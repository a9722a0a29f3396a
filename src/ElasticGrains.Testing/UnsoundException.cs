namespace ElasticGrains.Testing;

/// <summary>A kernel or a ledger is not as it should be. The message says what was found, where, and how to see it again.</summary>
public sealed class UnsoundException : Exception
{
    /// <summary>Creates the error.</summary>
    public UnsoundException()
    {
    }

    /// <summary>Creates the error with what was found.</summary>
    public UnsoundException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with what was found, and its cause.</summary>
    public UnsoundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
