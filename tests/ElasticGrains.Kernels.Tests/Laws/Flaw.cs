namespace ElasticGrains.Kernels.Tests.Laws;

/// <summary>What is wrong with a <see cref="BrokenKernel"/>.</summary>
public enum Flaw
{
    None, CutsRecords, SharedIdentity, NeutralCountsOne, EmptyRangeCountsOne, ExtendForgets, CombineEncodedForgets, CodecDropsField,
    EncodeConsumes, NotCommutative, NoSize, FinishUsesHiddenState, SharedState, Throws, ReturnsNull, NegativeCount, GrowingCount,
}
