using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ElasticGrains.Accelerators.Nvml;

/// <summary>Where a device is plugged in (<c>nvmlPciInfo_t</c>, version 3).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlPciInfo
{
    public LegacyText OldBusId;
    public uint Domain;
    public uint Bus;
    public uint Device;
    public uint DeviceId;
    public uint SubSystemId;
    public Text BusId;

    /// <summary>A text of sixteen bytes.</summary>
    [InlineArray(16)]
    public struct LegacyText
    {
        private byte _first;
    }

    /// <summary>A text of thirty-two bytes.</summary>
    [InlineArray(32)]
    public struct Text
    {
        private byte _first;
    }
}
