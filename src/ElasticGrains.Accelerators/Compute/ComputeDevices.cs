using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using ElasticGrains.Accelerators.Devices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace ElasticGrains.Accelerators.Compute;

/// <summary>Opens devices to compute on.</summary>
public static class ComputeDevices
{
    // ILGPU asks for the names that development packages have; a machine that only runs programs has these.
    private static readonly Dictionary<string, string> Libraries = new(StringComparer.OrdinalIgnoreCase) { ["cuda"] = "libcuda.so.1", ["opencl"] = "libOpenCL.so.1" };

    static ComputeDevices()
    {
        if (OperatingSystem.IsLinux())
        {
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += Resolve;
        }
    }

    /// <summary>Opens a device of this machine.</summary>
    /// <exception cref="ComputeDeviceException">The device cannot be used: the message says why.</exception>
    public static IComputeDevice Open(Devices.Accelerator device)
    {
        ArgumentNullException.ThrowIfNull(device);
        var name = $"{device.ShortName}, {device.Name}";
        if (device.Problem is { } problem)
        {
            throw new ComputeDeviceException($"{name}: {problem}");
        }

        return DeviceCall.Run(name, () => device.Kind == AcceleratorKind.Cuda
            ? Open(context => context.Devices.OfType<CudaDevice>().FirstOrDefault(each => IsSame(device, each)) ?? throw new NotSupportedException("CUDA does not offer it, or no kernel can be compiled for it"), builder => builder.Cuda())
            : Open(context => context.GetCLDevice(device.Index), builder => builder.OpenCL(_ => true)));
    }

    /// <summary>The OpenCL devices of this machine, but those of NVIDIA, which CUDA drives, and the processor, which is no accelerator.</summary>
    internal static IReadOnlyList<Devices.Accelerator> FindOpenCl()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "OpenCL.dll" : Libraries["opencl"], out var library))
        {
            return [];
        }

        NativeLibrary.Free(library);
        using var context = Context.Create(builder => builder.OpenCL(_ => true));
        return
        [
            .. context.Devices.OfType<CLDevice>().Select((device, index) => (device, index)).Where(found => found.device.Vendor != CLDeviceVendor.Nvidia && !found.device.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_CPU)).Select(found =>
                new Devices.Accelerator($"opencl-{found.index}", found.index, AcceleratorKind.OpenCl, found.device.Name, found.device.MemorySize)),
        ];
    }

    /// <summary>A device that ILGPU imitates on the processor: exact, and thousands of times slower.</summary>
    internal static IComputeDevice OpenImitation() =>
        Open(context => context.GetDevices<CPUDevice>()[0], builder => builder.CPU(CPUDeviceKind.Nvidia));

    // CUDA numbers devices in an order of its own.
    private static bool IsSame(Devices.Accelerator device, CudaDevice other) => device.Pci is { } pci
        ? pci == new PciAddress(other.PCIDomainId, other.PCIBusId, other.PCIDeviceId)
        : device.Index == other.DeviceId;

    private static CompiledDevice Open(Func<Context, Device> choose, Action<Context.Builder> enable)
    {
        var context = Context.Create(builder =>
        {
            enable(builder);
            builder.Optimize(OptimizationLevel.O2).EnableAlgorithms();
        });
        try
        {
            return new CompiledDevice(context, choose(context).CreateAccelerator(context));
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    private static nint Resolve(Assembly assembly, string name) =>
        Libraries.TryGetValue(name, out var there) && NativeLibrary.TryLoad(there, out var library) ? library : 0;
}
