using System.Runtime.InteropServices;
using System.Text;
using ElasticGrains.Accelerators.Nvml;

namespace ElasticGrains.Accelerators.Tests.Nvml;

/// <summary>NVIDIA's library as native code sees it: functions at addresses, with devices that the test makes. One test at a time.</summary>
internal static unsafe class FakeNvml
{
    public static List<FakeGpu> Gpus { get; } = [];

    public static NvmlStatus InitStatus { get; set; }

    public static NvmlStatus CountStatus { get; set; }

    public static int Begun { get; private set; }

    public static NvmlLibrary? Open(out string? problem) => NvmlLibrary.TryBegin(0, Address, out problem);

    public static void Reset()
    {
        Gpus.Clear();
        (InitStatus, CountStatus, Begun) = (NvmlStatus.Success, NvmlStatus.Success, 0);
    }

    private static nint Address(string name) => name switch
    {
        "nvmlInit_v2" => (nint)(delegate* unmanaged<int>)&Init,
        "nvmlShutdown" => (nint)(delegate* unmanaged<int>)&Shutdown,
        "nvmlErrorString" => (nint)(delegate* unmanaged<int, byte*>)&ErrorString,
        "nvmlDeviceGetCount_v2" => (nint)(delegate* unmanaged<uint*, int>)&Count,
        "nvmlDeviceGetHandleByIndex_v2" => (nint)(delegate* unmanaged<uint, nint*, int>)&Handle,
        "nvmlDeviceGetName" => (nint)(delegate* unmanaged<nint, byte*, uint, int>)&Name,
        "nvmlDeviceGetUUID" => (nint)(delegate* unmanaged<nint, byte*, uint, int>)&Uuid,
        "nvmlDeviceGetMemoryInfo" => (nint)(delegate* unmanaged<nint, NvmlMemory*, int>)&Memory,
        "nvmlDeviceGetUtilizationRates" => (nint)(delegate* unmanaged<nint, NvmlUtilization*, int>)&Utilization,
        "nvmlDeviceGetCudaComputeCapability" => (nint)(delegate* unmanaged<nint, int*, int*, int>)&Capability,
        "nvmlDeviceGetPciInfo_v3" => (nint)(delegate* unmanaged<nint, NvmlPciInfo*, int>)&Pci,
        _ => throw new EntryPointNotFoundException(name),
    };

    [UnmanagedCallersOnly]
    private static int Init()
    {
        Begun += InitStatus == NvmlStatus.Success ? 1 : 0;
        return (int)InitStatus;
    }

    [UnmanagedCallersOnly]
    private static int Shutdown()
    {
        Begun--;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static byte* ErrorString(int status)
    {
        fixed (byte* text = (NvmlStatus)status switch
        {
            NvmlStatus.NotSupported => "Not Supported\0"u8,
            NvmlStatus.GpuIsLost => "GPU is lost\0"u8,
            NvmlStatus.DriverNotLoaded => "Driver Not Loaded\0"u8,
            _ => "Unknown Error\0"u8,
        })
        {
            // Literals lie still.
            return text;
        }
    }

    [UnmanagedCallersOnly]
    private static int Count(uint* count)
    {
        *count = (uint)Gpus.Count;
        return (int)CountStatus;
    }

    [UnmanagedCallersOnly]
    private static int Handle(uint index, nint* device)
    {
        *device = (nint)(index + 1);
        return (int)Gpus[(int)index].HandleStatus;
    }

    [UnmanagedCallersOnly]
    private static int Name(nint device, byte* text, uint bytes) => Of(device).Status is var status and not NvmlStatus.Success ? (int)status : Write(Of(device).Name, text, bytes);

    [UnmanagedCallersOnly]
    private static int Uuid(nint device, byte* text, uint bytes) => Of(device).Status is var status and not NvmlStatus.Success ? (int)status : Write(Of(device).Uuid, text, bytes);

    [UnmanagedCallersOnly]
    private static int Memory(nint device, NvmlMemory* memory)
    {
        *memory = new NvmlMemory { Total = Of(device).Total, Free = Of(device).Free, Used = Of(device).Total - Of(device).Free };
        return (int)(Of(device).Total == 0 ? NvmlStatus.NotSupported : Of(device).Status);
    }

    [UnmanagedCallersOnly]
    private static int Pci(nint device, NvmlPciInfo* pci)
    {
        *pci = new NvmlPciInfo { Domain = 1, Bus = (uint)(0x40 + device), Device = 2, DeviceId = 99 };
        return (int)Of(device).Status;
    }

    [UnmanagedCallersOnly]
    private static int Utilization(nint device, NvmlUtilization* utilization)
    {
        *utilization = new NvmlUtilization { Gpu = Of(device).Busy ?? 0 };
        return (int)(Of(device).Busy is null ? NvmlStatus.NotSupported : Of(device).Status);
    }

    [UnmanagedCallersOnly]
    private static int Capability(nint device, int* major, int* minor)
    {
        (*major, *minor) = (9, 0);
        return (int)Of(device).Status;
    }

    private static FakeGpu Of(nint device) => Gpus[(int)device - 1];

    private static int Write(string text, byte* into, uint bytes)
    {
        var written = Encoding.UTF8.GetBytes(text, new Span<byte>(into, (int)bytes));
        into[written] = 0;
        return 0;
    }
}
