namespace ElasticGrains.Transfer;

/// <summary>Sends to other silos, beside the calls of grains, what they ask for.</summary>
public interface ITransferServer
{
    /// <summary>Where others reach it, as <c>host:port</c>; null while it does not listen.</summary>
    string? Address { get; }
}
