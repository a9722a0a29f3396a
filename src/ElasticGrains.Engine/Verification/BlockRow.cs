namespace ElasticGrains.Engine.Verification;

/// <summary>The row of a block.</summary>
/// <param name="Id">The block's id.</param>
/// <param name="Stated">What the row says.</param>
/// <param name="Found">What its chunks, put together in order, are.</param>
public sealed record BlockRow(string Id, ByteStamp Stated, ByteStamp Found);
