namespace ElasticGrains.Accelerators.Devices;

/// <summary>A device of this machine, as its driver describes it.</summary>
/// <param name="Id">Its name among all devices, the same after a restart where the driver has one: an NVIDIA device's UUID.</param>
/// <param name="Index">Its number among those of its kind here, from 0; of NVIDIA devices by where they are plugged in, which need not be CUDA's order.</param>
/// <param name="Kind">By what it is driven.</param>
/// <param name="Name">What its maker calls it.</param>
/// <param name="MemoryBytes">Its memory in bytes.</param>
public sealed record Accelerator(string Id, int Index, AcceleratorKind Kind, string Name, long MemoryBytes)
{
    /// <summary>The bytes that nobody uses at this moment; null where the driver does not say.</summary>
    public long? FreeBytes { get; init; }

    /// <summary>The share of the last moments in which it computed, in percent; null where the driver does not say.</summary>
    public int? UtilizationPercent { get; init; }

    /// <summary>The generation of what it can compute, for example <c>9.0</c>; null for none.</summary>
    public string? ComputeCapability { get; init; }

    /// <summary>Where it is plugged in; null where the driver does not say.</summary>
    public PciAddress? Pci { get; init; }

    /// <summary>Why it cannot be used now; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>The name by which it is chosen here, for example <c>cuda:0</c>.</summary>
    public string ShortName => $"{(Kind == AcceleratorKind.Cuda ? "cuda" : "opencl")}:{Index}";
}
