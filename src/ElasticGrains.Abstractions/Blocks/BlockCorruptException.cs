namespace ElasticGrains.Blocks;

/// <summary>Stored bytes are missing or do not match their checksum.</summary>
[GenerateSerializer, Alias("eg.error.block-corrupt")]
public sealed class BlockCorruptException : Exception
{
    /// <summary>Creates the error.</summary>
    public BlockCorruptException()
    {
    }

    /// <summary>Creates the error with which block it is and what was found.</summary>
    public BlockCorruptException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with which block it is and what was found, and its cause.</summary>
    public BlockCorruptException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
