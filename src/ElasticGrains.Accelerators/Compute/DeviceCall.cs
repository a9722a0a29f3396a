using ILGPU;
using ILGPU.Runtime;

namespace ElasticGrains.Accelerators.Compute;

/// <summary>Calls of ILGPU, whose errors become one that users need to know.</summary>
internal static class DeviceCall
{
    public static void Run(string device, Action call) => Run(device, () =>
    {
        call();
        return true;
    });

    /// <exception cref="ComputeDeviceException">The device could not do it.</exception>
    public static T Run<T>(string device, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception error) when (error is AcceleratorException or NotSupportedException or InternalCompilerException or DllNotFoundException or EntryPointNotFoundException)
        {
            throw new ComputeDeviceException($"{device}: {error.Message}", error);
        }
    }
}
