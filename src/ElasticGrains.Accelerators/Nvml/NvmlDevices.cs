using System.Globalization;
using ElasticGrains.Accelerators.Devices;

namespace ElasticGrains.Accelerators.Nvml;

/// <summary>Reads the NVIDIA devices of a machine. What a device does not say is left out; one that is lost is there, with its problem.</summary>
internal static class NvmlDevices
{
    /// <param name="library">The library.</param>
    /// <param name="problem">Why the devices could not be counted; null when they could.</param>
    public static IReadOnlyList<Accelerator> Read(NvmlLibrary library, out string? problem)
    {
        var status = library.Count(out var count);
        problem = status == NvmlStatus.Success ? null : library.Say(status);
        if (problem is not null)
        {
            return [];
        }

        var devices = new List<Accelerator>();
        for (var index = 0u; index < count; index++)
        {
            devices.Add(Read(library, index));
        }

        return devices;
    }

    private static Accelerator Read(NvmlLibrary library, uint index)
    {
        var status = library.Handle(index, out var device);
        if (status != NvmlStatus.Success)
        {
            return Lost(index, library.Say(status));
        }

        var named = library.Name(device, out var name);
        var identified = library.Uuid(device, out var uuid);
        var measured = library.Memory(device, out var memory);
        string? problem = null;
        foreach (var each in (ReadOnlySpan<NvmlStatus>)[named, identified, measured])
        {
            problem ??= each is NvmlStatus.Success or NvmlStatus.NotSupported ? null : library.Say(each);
        }

        return new Accelerator(
            identified == NvmlStatus.Success ? uuid : Unnamed(index), (int)index, AcceleratorKind.Cuda, named == NvmlStatus.Success ? name : "NVIDIA device", Bytes(measured, memory.Total) ?? 0)
        {
            FreeBytes = Bytes(measured, memory.Free),
            UtilizationPercent = library.Utilization(device, out var utilization) == NvmlStatus.Success ? (int)utilization.Gpu : null,
            ComputeCapability = library.Capability(device, out var capability) == NvmlStatus.Success
                ? string.Create(CultureInfo.InvariantCulture, $"{capability.Major}.{capability.Minor}")
                : null,
            Pci = library.Pci(device, out var pci) == NvmlStatus.Success ? new PciAddress((int)pci.Domain, (int)pci.Bus, (int)pci.Device) : null,
            Problem = problem,
        };
    }

    private static long? Bytes(NvmlStatus status, ulong bytes) => status == NvmlStatus.Success ? (long)bytes : null;

    private static Accelerator Lost(uint index, string problem) => new(Unnamed(index), (int)index, AcceleratorKind.Cuda, "NVIDIA device", 0) { Problem = problem };

    private static string Unnamed(uint index) => string.Create(CultureInfo.InvariantCulture, $"cuda-{index}");
}
