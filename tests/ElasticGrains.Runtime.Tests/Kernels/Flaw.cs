namespace ElasticGrains.Runtime.Tests.Kernels;

/// <summary>Where a <see cref="FlawedKernel"/> goes wrong.</summary>
public enum Flaw
{
    NegativeCount,
    ThrowInCount,
    ThrowInValidate,
    RefuseInValidate,
    NullIdentity,
    NullCompute,
    NullCombine,
    NullFinish,
    NullDecode,
    ThrowInCombine,
    ThrowInFinish,
    ThrowInEncode,
    ThrowInDecode,
    ThrowInSizeOf,
    ThrowInPreview,
    TooLarge,
}
