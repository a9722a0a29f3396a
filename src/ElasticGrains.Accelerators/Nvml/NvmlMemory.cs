using System.Runtime.InteropServices;

namespace ElasticGrains.Accelerators.Nvml;

/// <summary>The memory of a device in bytes (<c>nvmlMemory_t</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlMemory
{
    public ulong Total;
    public ulong Free;
    public ulong Used;
}
