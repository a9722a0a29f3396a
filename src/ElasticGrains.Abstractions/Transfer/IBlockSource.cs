namespace ElasticGrains.Transfer;

/// <summary>The blocks that this silo has in memory for others, by name.</summary>
public interface IBlockSource
{
    /// <summary>The block with this name; null when it is not in memory.</summary>
    IHeldBytes? Hold(string name);
}
