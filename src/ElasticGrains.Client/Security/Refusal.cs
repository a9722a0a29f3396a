namespace ElasticGrains.Client.Security;

/// <summary>What the cluster has against this client.</summary>
public sealed class Refusal
{
    /// <summary>Why the last call that was refused was; null when none was.</summary>
    public string? Reason { get; internal set; }
}
