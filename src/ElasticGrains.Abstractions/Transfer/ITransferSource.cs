namespace ElasticGrains.Transfer;

/// <summary>What this silo has for others, by name.</summary>
public interface ITransferSource
{
    /// <summary>True for what can be sent now, false for what is being made, null for what there is not.</summary>
    bool? IsReady(string name);

    /// <summary>What has this name, held until it is disposed; null when there is nothing that can be sent now.</summary>
    ITransfer? Open(string name);
}
