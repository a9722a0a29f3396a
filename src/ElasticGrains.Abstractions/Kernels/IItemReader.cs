namespace ElasticGrains.Kernels;

/// <summary>Reads one item's result out of an encoded partial.</summary>
internal interface IItemReader
{
    byte[] ReadItem(ReadOnlySpan<byte> encoded, long offset);
}
