using System.Globalization;

namespace ElasticGrains.Jobs;

/// <summary>
/// Something is too large to be sent, and was not: a message of that size would hold up all others on its connection, or break it. The
/// message says what it is, how large, how large it may be, and what to do.
/// </summary>
[GenerateSerializer, Alias("eg.error.oversized")]
public sealed class OversizedException : Exception
{
    /// <summary>Creates the error.</summary>
    public OversizedException()
    {
    }

    /// <summary>Creates the error with what is too large and what to do.</summary>
    public OversizedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with what is too large and what to do, and its cause.</summary>
    public OversizedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the error from its parts.</summary>
    /// <param name="what">What is too large, to begin a sentence: "The input of job 'a'".</param>
    /// <param name="bytes">How many bytes it has.</param>
    /// <param name="limit">How many it may have.</param>
    /// <param name="remedy">What to do, a sentence.</param>
    public OversizedException(string what, long bytes, long limit, string remedy)
        : base(TextOf(what, bytes, limit, remedy)) => (Bytes, Limit) = (bytes, limit);

    /// <summary>How many bytes it has; 0 when it was too large to be counted.</summary>
    [Id(0)] public long Bytes { get; private set; }

    /// <summary>How many bytes it may have; 0 when it was too large to be counted.</summary>
    [Id(1)] public long Limit { get; private set; }

    /// <summary>The sentence of <see cref="OversizedException(string, long, long, string)"/>.</summary>
    public static string TextOf(string what, long bytes, long limit, string remedy) =>
        string.Create(CultureInfo.InvariantCulture, $"{what} has {bytes:N0} bytes; at most {limit:N0} are sent. {remedy}");
}
