namespace ElasticGrains.Inputs;

/// <summary>An input cannot be put into a grid, deleted or read as it was asked for. The message says why, and what to do; nothing was damaged.</summary>
[GenerateSerializer, Alias("eg.error.upload-refused")]
public sealed class UploadRefusedException : Exception
{
    /// <summary>Creates the error.</summary>
    public UploadRefusedException()
    {
    }

    /// <summary>Creates the error with what to tell the user.</summary>
    public UploadRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with what to tell the user, and its cause.</summary>
    public UploadRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
