namespace ElasticGrains.Runtime.Tests.Kernels;

public sealed record WordItem(long Number, string Text);
