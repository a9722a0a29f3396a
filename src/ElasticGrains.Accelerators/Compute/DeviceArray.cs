using ILGPU;
using ILGPU.Runtime;

namespace ElasticGrains.Accelerators.Compute;

/// <summary>Numbers in the memory of a device that ILGPU drives.</summary>
internal sealed class DeviceArray<T>(Accelerator accelerator, MemoryBuffer1D<T, Stride1D.Dense> buffer) : IDeviceArray<T>
    where T : unmanaged
{
    public ArrayView<T> View => buffer.View.BaseView;

    public int Length => checked((int)buffer.Length);

    public Accelerator Owner => accelerator;

    public void Write(ReadOnlySpan<T> values)
    {
        ArrayLengths.Check(values.Length, Length);
        try
        {
            View.CopyFromCPU(accelerator.DefaultStream, values);
            accelerator.DefaultStream.Synchronize();
        }
        catch (Exception error) when (DeviceCall.IsDevices(error))
        {
            throw DeviceCall.Failed(accelerator.Name, error);
        }
    }

    public void Read(Span<T> values)
    {
        ArrayLengths.Check(values.Length, Length);
        try
        {
            View.CopyToCPU(accelerator.DefaultStream, values);
            accelerator.DefaultStream.Synchronize();
        }
        catch (Exception error) when (DeviceCall.IsDevices(error))
        {
            throw DeviceCall.Failed(accelerator.Name, error);
        }
    }

    public void CopyFrom(IDeviceArray<T> other)
    {
        ArrayLengths.Check(other.Length, Length);
        var from = other is DeviceArray<T> here && here.Owner == accelerator ? here : throw ArrayLengths.Foreign();
        DeviceCall.Run(accelerator.Name, () => View.CopyFrom(accelerator.DefaultStream, from.View));
    }

    public void Clear() => buffer.MemSetToZero();

    public void Dispose() => buffer.Dispose();
}
