namespace ElasticGrains.Security;

/// <summary>A silo refused a call for what it was signed with: trying again does not help. The message says what does.</summary>
[GenerateSerializer, Alias("eg.error.call-refused")]
public sealed class CallRefusedException : Exception
{
    /// <summary>Creates the error.</summary>
    public CallRefusedException()
    {
    }

    /// <summary>Creates the error with the reason.</summary>
    public CallRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with the reason and its cause.</summary>
    public CallRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
