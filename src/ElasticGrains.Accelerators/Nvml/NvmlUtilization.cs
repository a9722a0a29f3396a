using System.Runtime.InteropServices;

namespace ElasticGrains.Accelerators.Nvml;

/// <summary>How busy a device was, in percent (<c>nvmlUtilization_t</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlUtilization
{
    public uint Gpu;
    public uint Memory;
}
