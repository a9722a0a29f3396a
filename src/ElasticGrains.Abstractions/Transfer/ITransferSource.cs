namespace ElasticGrains.Transfer;

/// <summary>What this silo has for others, by name.</summary>
public interface ITransferSource
{
    /// <summary>What has this name, held until it is disposed; null when there is nothing.</summary>
    Task<ITransfer?> OpenAsync(string name, CancellationToken cancellationToken);
}
