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
        catch (Exception error) when (IsDevices(error))
        {
            throw Failed(device, error);
        }
    }

    /// <summary>True when the device is to blame.</summary>
    public static bool IsDevices(Exception error) =>
        error is AcceleratorException or NotSupportedException or InternalCompilerException or DllNotFoundException or EntryPointNotFoundException;

    public static ComputeDeviceException Failed(string device, Exception error) => new($"{device}: {error.Message}", error);
}
