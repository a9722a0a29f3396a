using ElasticGrains.Accelerators.Nvml;

namespace ElasticGrains.Accelerators.Tests.Nvml;

/// <summary>A device of <see cref="FakeNvml"/>.</summary>
internal sealed record FakeGpu(string Uuid, string Name = "Fake GPU", ulong Total = 8UL << 30, ulong Free = 6UL << 30)
{
    /// <summary>In percent; null where the device does not say.</summary>
    public uint? Busy { get; init; }

    /// <summary>What all calls about it come to.</summary>
    public NvmlStatus Status { get; set; }

    /// <summary>What asking for it comes to.</summary>
    public NvmlStatus HandleStatus { get; set; }
}
