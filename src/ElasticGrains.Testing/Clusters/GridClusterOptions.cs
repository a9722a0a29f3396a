namespace ElasticGrains.Testing.Clusters;

/// <summary>What a <see cref="GridCluster"/> is made of.</summary>
public sealed record GridClusterOptions
{
    /// <summary>How many silos it starts with, at least 1. With two or more a killed one is noticed in about two seconds.</summary>
    public int Silos { get; init; } = 3;

    /// <summary>The kernels that a silo runs at once, at least 1; one more may run for a job that has no other slot.</summary>
    public int SlotsPerSilo { get; init; } = 1;

    /// <summary>The most bytes that the input of a job may have. Default: no limit but that of memory.</summary>
    public int MaxInputBytes { get; init; } = int.MaxValue;

    /// <summary>How long what waits for a condition waits before it throws. Default: one minute.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Silos, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Silos, short.MaxValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(SlotsPerSilo, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Patience, TimeSpan.Zero);
    }
}
