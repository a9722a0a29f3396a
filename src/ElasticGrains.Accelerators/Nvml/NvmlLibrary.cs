using System.Runtime.InteropServices;
using System.Text;

namespace ElasticGrains.Accelerators.Nvml;

/// <summary>
/// The few calls of NVIDIA's management library that are needed, by their addresses: so that no library need be there, and tests can put their own in its
/// place. After the NVML API reference, R580.
/// </summary>
internal sealed unsafe class NvmlLibrary : IDisposable
{
    // NVML_DEVICE_UUID_V2_BUFFER_SIZE and NVML_DEVICE_NAME_V2_BUFFER_SIZE.
    private const int TextBytes = 96;

    private readonly nint _library;
    private readonly delegate* unmanaged<int> _shutdown;
    private readonly delegate* unmanaged<int, byte*> _errorString;
    private readonly delegate* unmanaged<uint*, int> _count;
    private readonly delegate* unmanaged<uint, nint*, int> _handle;
    private readonly delegate* unmanaged<nint, byte*, uint, int> _name;
    private readonly delegate* unmanaged<nint, byte*, uint, int> _uuid;
    private readonly delegate* unmanaged<nint, NvmlMemory*, int> _memory;
    private readonly delegate* unmanaged<nint, NvmlUtilization*, int> _utilization;
    private readonly delegate* unmanaged<nint, int*, int*, int> _capability;
    private readonly delegate* unmanaged<nint, NvmlPciInfo*, int> _pci;

    private NvmlLibrary(nint library, Func<string, nint> address)
    {
        _library = library;
        _shutdown = (delegate* unmanaged<int>)address("nvmlShutdown");
        _errorString = (delegate* unmanaged<int, byte*>)address("nvmlErrorString");
        _count = (delegate* unmanaged<uint*, int>)address("nvmlDeviceGetCount_v2");
        _handle = (delegate* unmanaged<uint, nint*, int>)address("nvmlDeviceGetHandleByIndex_v2");
        _name = (delegate* unmanaged<nint, byte*, uint, int>)address("nvmlDeviceGetName");
        _uuid = (delegate* unmanaged<nint, byte*, uint, int>)address("nvmlDeviceGetUUID");
        _memory = (delegate* unmanaged<nint, NvmlMemory*, int>)address("nvmlDeviceGetMemoryInfo");
        _utilization = (delegate* unmanaged<nint, NvmlUtilization*, int>)address("nvmlDeviceGetUtilizationRates");
        _capability = (delegate* unmanaged<nint, int*, int*, int>)address("nvmlDeviceGetCudaComputeCapability");
        _pci = (delegate* unmanaged<nint, NvmlPciInfo*, int>)address("nvmlDeviceGetPciInfo_v3");
    }

    /// <summary>Opens the driver's library; null where there is none, or none of an NVIDIA driver that works.</summary>
    /// <param name="name">The library, for example <c>libnvidia-ml.so.1</c>.</param>
    /// <param name="problem">What is wrong where the library is there but does not work; null otherwise.</param>
    public static NvmlLibrary? TryOpen(string name, out string? problem)
    {
        problem = null;
        if (!NativeLibrary.TryLoad(name, out var library))
        {
            return null;
        }

        try
        {
            return TryBegin(library, export => NativeLibrary.GetExport(library, export), out problem);
        }
        catch (EntryPointNotFoundException error)
        {
            problem = $"{name} is not a management library of this kind: {error.Message}";
            NativeLibrary.Free(library);
            return null;
        }
    }

    /// <summary>Begins with the functions at the addresses.</summary>
    /// <param name="library">To be freed at the end; 0 for none.</param>
    /// <param name="address">The address of a function.</param>
    /// <param name="problem">Why it does not work, where the result is null.</param>
    public static NvmlLibrary? TryBegin(nint library, Func<string, nint> address, out string? problem)
    {
        var calls = new NvmlLibrary(library, address);
        var status = ((delegate* unmanaged<int>)address("nvmlInit_v2"))();
        if (status == (int)NvmlStatus.Success)
        {
            problem = null;
            return calls;
        }

        problem = calls.Say((NvmlStatus)status);
        if (library != 0)
        {
            NativeLibrary.Free(library);
        }

        return null;
    }

    public NvmlStatus Count(out uint count)
    {
        fixed (uint* found = &count)
        {
            return (NvmlStatus)_count(found);
        }
    }

    public NvmlStatus Handle(uint index, out nint device)
    {
        fixed (nint* found = &device)
        {
            return (NvmlStatus)_handle(index, found);
        }
    }

    public NvmlStatus Name(nint device, out string name) => Text((text, bytes) => _name(device, text, bytes), out name);

    public NvmlStatus Uuid(nint device, out string uuid) => Text((text, bytes) => _uuid(device, text, bytes), out uuid);

    public NvmlStatus Memory(nint device, out NvmlMemory memory)
    {
        fixed (NvmlMemory* found = &memory)
        {
            return (NvmlStatus)_memory(device, found);
        }
    }

    public NvmlStatus Utilization(nint device, out NvmlUtilization utilization)
    {
        fixed (NvmlUtilization* found = &utilization)
        {
            return (NvmlStatus)_utilization(device, found);
        }
    }

    public NvmlStatus Capability(nint device, out (int Major, int Minor) capability)
    {
        int major, minor;
        var status = (NvmlStatus)_capability(device, &major, &minor);
        capability = status == NvmlStatus.Success ? (major, minor) : default;
        return status;
    }

    public NvmlStatus Pci(nint device, out NvmlPciInfo pci)
    {
        fixed (NvmlPciInfo* found = &pci)
        {
            return (NvmlStatus)_pci(device, found);
        }
    }

    /// <summary>A status in the library's own words.</summary>
    public string Say(NvmlStatus status) => Marshal.PtrToStringUTF8((nint)_errorString((int)status)) ?? $"NVML status {(int)status}";

    public void Dispose()
    {
        _ = _shutdown();
        if (_library != 0)
        {
            NativeLibrary.Free(_library);
        }
    }

    private delegate int TextCall(byte* text, uint bytes);

    private static NvmlStatus Text(TextCall call, out string text)
    {
        var buffer = stackalloc byte[TextBytes];
        var status = (NvmlStatus)call(buffer, TextBytes);
        var bytes = new ReadOnlySpan<byte>(buffer, TextBytes);
        text = status == NvmlStatus.Success ? Encoding.UTF8.GetString(bytes[..Math.Max(0, bytes.IndexOf((byte)0))]) : "";
        return status;
    }
}
