namespace ElasticGrains.Accelerators.Compute;

/// <summary>Numbers in the memory of the process.</summary>
internal sealed class HostArray<T>(int length) : IDeviceArray<T>
    where T : unmanaged
{
    public T[] Values { get; } = new T[length];

    public int Length => Values.Length;

    public void Write(ReadOnlySpan<T> values)
    {
        ArrayLengths.Check(values.Length, Length);
        values.CopyTo(Values);
    }

    public void Read(Span<T> values)
    {
        ArrayLengths.Check(values.Length, Length);
        Values.CopyTo(values);
    }

    public void CopyFrom(IDeviceArray<T> other)
    {
        ArrayLengths.Check(other.Length, Length);
        (other as HostArray<T> ?? throw ArrayLengths.Foreign()).Values.CopyTo(Values);
    }

    public void Dispose()
    {
    }
}
