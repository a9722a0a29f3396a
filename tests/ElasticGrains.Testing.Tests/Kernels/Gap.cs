namespace ElasticGrains.Testing.Tests.Kernels;

public sealed record Gap(long First, long Last, long Widest);
