namespace ElasticGrains.Runtime.Tests.Kernels;

public sealed record BulkAnswer(long Bytes, ulong Hash);
