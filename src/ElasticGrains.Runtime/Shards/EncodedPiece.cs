namespace ElasticGrains.Runtime.Shards;

/// <summary>A finished part of one shard, encoded.</summary>
internal readonly record struct EncodedPiece(ItemRange Range, ReadOnlyMemory<byte> Encoded);
