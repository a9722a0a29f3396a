using ElasticGrains.Kernels.MonteCarlo;

namespace ElasticGrains.Accelerators.Compute;

/// <summary>The processor, one thread of it, by its vectors: the twin of every device.</summary>
public sealed class CpuDevice : IComputeDevice
{
    /// <inheritdoc/>
    public string Name => "processor, one thread";

    /// <inheritdoc/>
    public IDeviceArray<T> Allocate<T>(int length)
        where T : unmanaged => new HostArray<T>(length);

    /// <inheritdoc/>
    public void Multiply(MatrixShape shape, IDeviceArray<float> left, IDeviceArray<float> right, IDeviceArray<float> product)
    {
        shape.Check(left.Length, right.Length, product.Length);
        CpuMatrix.Multiply(shape, Of(left), Of(right), Of(product));
    }

    /// <inheritdoc/>
    public void Sgd(SgdStep step, IDeviceArray<float> weights, IDeviceArray<float> gradients, IDeviceArray<float> velocity)
    {
        ArrayLengths.CheckEqual(weights.Length, gradients.Length, velocity.Length);
        CpuUpdates.Sgd(step, Of(weights), Of(gradients), Of(velocity));
    }

    /// <inheritdoc/>
    public void Adam(AdamStep step, IDeviceArray<float> weights, IDeviceArray<float> gradients, IDeviceArray<float> first, IDeviceArray<float> second)
    {
        ArrayLengths.CheckEqual(weights.Length, gradients.Length, first.Length, second.Length);
        step.Check();
        CpuUpdates.Adam(step, Of(weights), Of(gradients), Of(first), Of(second));
    }

    /// <inheritdoc/>
    public void Assign(ClusterShape shape, IDeviceArray<float> points, IDeviceArray<float> centroids, IDeviceArray<int> labels)
    {
        shape.Check(points.Length, centroids.Length, labels.Length);
        CpuClusters.Assign(shape, Of(points), Of(centroids), Of(labels));
    }

    /// <inheritdoc/>
    public PayoffSums Price(OptionInput option, ItemRange paths) => CpuPayoffs.Sum(EuropeanPath.Of(option), paths);

    /// <inheritdoc/>
    public void Saturate(IDeviceArray<float> values, int rounds)
    {
        ArrayLengths.CheckRounds(rounds);
        CpuUpdates.Saturate(Of(values), rounds);
    }

    /// <inheritdoc/>
    public void Finish()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static T[] Of<T>(IDeviceArray<T> array)
        where T : unmanaged => array is HostArray<T> here ? here.Values : throw ArrayLengths.Foreign();
}
