namespace MyKernelTests;

/// <summary>What is known of the primes of a range; all zero when it has none.</summary>
public sealed record PrimeGaps(long First, long Last, long Widest);
