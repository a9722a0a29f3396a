using ElasticGrains.Kernels;

namespace ElasticGrains.Silo;

/// <summary>What a silo is made of.</summary>
/// <param name="settings">What the configuration says.</param>
public sealed class GridSiloBuilder(SiloSettings settings)
{
    private readonly List<IRangeKernel> _kernels = [];

    /// <summary>The settings, as configured; changes here win.</summary>
    public SiloSettings Settings { get; } = settings;

    internal IReadOnlyList<IRangeKernel> Kernels => _kernels;

    /// <summary>Registers a kernel class.</summary>
    public GridSiloBuilder AddKernel<TKernel>()
        where TKernel : IRangeKernel, new() => AddKernel(new TKernel());

    /// <summary>Registers a kernel.</summary>
    public GridSiloBuilder AddKernel(IRangeKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        _kernels.Add(kernel);
        return this;
    }
}
