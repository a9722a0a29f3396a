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
        buffer.View.BaseView.CopyFromCPU(accelerator.DefaultStream, values);
        accelerator.DefaultStream.Synchronize();
    }

    public void Read(Span<T> values)
    {
        ArrayLengths.Check(values.Length, Length);
        buffer.View.BaseView.CopyToCPU(accelerator.DefaultStream, values);
        accelerator.DefaultStream.Synchronize();
    }

    public void CopyFrom(IDeviceArray<T> other)
    {
        ArrayLengths.Check(other.Length, Length);
        View.CopyFrom(accelerator.DefaultStream, (other is DeviceArray<T> here && here.Owner == accelerator ? here : throw ArrayLengths.Foreign()).View);
    }

    public void Dispose() => buffer.Dispose();
}
