namespace ElasticGrains.Security;

/// <summary>What silos and clients say to each other, as a whole.</summary>
public static class GridProtocol
{
    /// <summary>
    /// Silos and clients of one cluster have the same number. It rises when a message changes in a way that the release before cannot
    /// read; releases with the same number can be mixed, and replaced one process after the other.
    /// </summary>
    public const byte Version = 3;
}
