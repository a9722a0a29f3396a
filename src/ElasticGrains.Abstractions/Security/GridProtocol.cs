using ElasticGrains.Jobs;

namespace ElasticGrains.Security;

/// <summary>What silos and clients say to each other, as a whole.</summary>
public static class GridProtocol
{
    /// <summary>
    /// Silos and clients of one cluster have the same number. It rises when a message changes in a way that the release before cannot
    /// read; releases with the same number can be mixed, and replaced one process after the other.
    /// </summary>
    public const byte Version = 3;

    /// <summary>
    /// No message is larger: 32 MiB. The grid's own stay below 1 MiB, but for parts of inputs that are put into the grid, inputs that <see cref="InputLimit"/> was raised for and lists of
    /// ranges that were given up; larger things go in parts, or are refused where they are made. This is only where something unforeseen ends.
    /// </summary>
    public const int MaxMessageBytes = 32 << 20;
}
