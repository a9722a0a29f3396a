namespace ElasticGrains.Testing.Tests.Kernels;

/// <param name="Value">The polynomial.</param>
/// <param name="Power">The base to the power of the number of items.</param>
public sealed record Mix(ulong Value, ulong Power);
