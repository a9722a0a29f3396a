using ElasticGrains.Transfer;

namespace ElasticGrains.Runtime.Transfer;

/// <summary>A grid of one process: nobody fetches anything.</summary>
internal sealed class NoServer : ITransferServer
{
    public string? Address => null;
}
