namespace ElasticGrains.Accelerators.Compute;

/// <summary>Numbers in the memory of a device.</summary>
/// <typeparam name="T">A number.</typeparam>
public interface IDeviceArray<T> : IDisposable
    where T : unmanaged
{
    /// <summary>How many there are.</summary>
    int Length { get; }

    /// <summary>Replaces all of them. Returns when <paramref name="values"/> may be used again.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    void Write(ReadOnlySpan<T> values);

    /// <summary>Reads all of them, once what the device was told before is done.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    void Read(Span<T> values);

    /// <summary>Takes over all numbers of another array of the same device.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the other is another device's.</exception>
    void CopyFrom(IDeviceArray<T> other);
}
