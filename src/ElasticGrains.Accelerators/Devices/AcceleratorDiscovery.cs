using ElasticGrains.Accelerators.Compute;
using ElasticGrains.Accelerators.Nvml;

namespace ElasticGrains.Accelerators.Devices;

/// <summary>Finds the accelerators of this machine.</summary>
public static class AcceleratorDiscovery
{
    /// <summary>
    /// All that their drivers know of and that this process may use; none where there is no driver. Loads NVIDIA's management library and, where there
    /// is an OpenCL loader, its platforms.
    /// </summary>
    /// <param name="problem">What is wrong with a driver that is there; null otherwise.</param>
    public static IReadOnlyList<Accelerator> Find(out string? problem)
    {
        using var nvml = NvmlLibrary.TryOpen(OperatingSystem.IsWindows() ? "nvml.dll" : "libnvidia-ml.so.1", out problem);
        IReadOnlyList<Accelerator> cuda = nvml is null ? [] : VisibleDevices.Of(NvmlDevices.Read(nvml, out problem), Environment.GetEnvironmentVariable(VisibleDevices.Variable));
        return [.. cuda, .. ComputeDevices.FindOpenCl()];
    }
}
