namespace ElasticGrains.Inputs;

/// <summary>An input cannot be read now, for a reason that may pass: its service is away, or does not know the credentials of this machine. The message says which.</summary>
[GenerateSerializer, Alias("eg.error.input-unavailable")]
public sealed class InputUnavailableException : IOException
{
    /// <summary>The kind of a failure by it.</summary>
    public const string Kind = "input-unavailable";

    /// <summary>Creates the error.</summary>
    public InputUnavailableException()
    {
    }

    /// <summary>Creates the error with what to tell the user.</summary>
    public InputUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with what to tell the user, and its cause.</summary>
    public InputUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
