using ElasticGrains.Kernels.MonteCarlo;
using ILGPU;
using ILGPU.Runtime;

namespace ElasticGrains.Accelerators.Compute;

/// <summary>A device for which ILGPU compiles the kernels: each when it is first used, which takes up to seconds.</summary>
public sealed class CompiledDevice : IComputeDevice
{
    // Enough threads for the largest device, each with work for long.
    private const int PriceThreads = 1 << 18;

    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly Lazy<Action<KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int, int>> _multiply;
    private readonly Lazy<Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, float, float>> _sgd;
    private readonly Lazy<Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, float, float, float, float, float>> _adam;
    private readonly Lazy<Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<int>, int, int>> _assign;
    private readonly Lazy<Action<Index1D, ArrayView<double>, ArrayView<double>, EuropeanPath, long, long>> _price;

    private readonly Lazy<Action<Index1D, ArrayView<float>, int>> _saturate;

    internal CompiledDevice(Context context, Accelerator accelerator)
    {
        (_context, _accelerator) = (context, accelerator);
        _multiply = new(() => accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, int, int, int>(DeviceKernels.Multiply));
        _sgd = new(() => accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, float, float>(DeviceKernels.Sgd));
        _adam = new(() => accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, float, float, float, float, float>(DeviceKernels.Adam));
        _assign = new(() => accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<int>, int, int>(DeviceKernels.Assign));
        _price = new(() => accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<double>, ArrayView<double>, EuropeanPath, long, long>(DeviceKernels.Price));
        _saturate = new(() => accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, int>(DeviceKernels.Saturate));
    }

    /// <inheritdoc/>
    public string Name => _accelerator.Name;

    /// <inheritdoc/>
    public IDeviceArray<T> Allocate<T>(int length)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return DeviceCall.Run($"{Name}, {length} numbers of {Interop.SizeOf<T>()} bytes", () =>
        {
            var array = new DeviceArray<T>(_accelerator, _accelerator.Allocate1D<T>(length));
            try
            {
                array.Clear();
                return array;
            }
            catch
            {
                array.Dispose();
                throw;
            }
        });
    }

    /// <inheritdoc/>
    public void Multiply(MatrixShape shape, IDeviceArray<float> left, IDeviceArray<float> right, IDeviceArray<float> product)
    {
        shape.Check(left.Length, right.Length, product.Length);
        var (a, b, c) = (Of(left), Of(right), Of(product));

        // In one dimension: others are bounded by 65,535.
        Launch(product.Length, () => _multiply.Value(
            new KernelConfig(new Index3D(Tiles(shape.Columns) * Tiles(shape.Rows), 1, 1), new Index3D(DeviceKernels.Side, DeviceKernels.Side, 1)), a, b, c, shape.Rows, shape.Inner, shape.Columns));
    }

    /// <inheritdoc/>
    public void Sgd(SgdStep step, IDeviceArray<float> weights, IDeviceArray<float> gradients, IDeviceArray<float> velocity)
    {
        ArrayLengths.CheckEqual(weights.Length, gradients.Length, velocity.Length);
        var (w, g, v) = (Of(weights), Of(gradients), Of(velocity));
        Launch(weights.Length, () => _sgd.Value(weights.Length, w, g, v, step.Rate, step.Momentum));
    }

    /// <inheritdoc/>
    public void Adam(AdamStep step, IDeviceArray<float> weights, IDeviceArray<float> gradients, IDeviceArray<float> first, IDeviceArray<float> second)
    {
        ArrayLengths.CheckEqual(weights.Length, gradients.Length, first.Length, second.Length);
        step.Check();
        var (w, g, m, s) = (Of(weights), Of(gradients), Of(first), Of(second));
        Launch(weights.Length, () => _adam.Value(weights.Length, w, g, m, s, step.Beta1, step.Beta2, step.CorrectedRate, step.RootCorrection, step.Epsilon));
    }

    /// <inheritdoc/>
    public void Assign(ClusterShape shape, IDeviceArray<float> points, IDeviceArray<float> centroids, IDeviceArray<int> labels)
    {
        shape.Check(points.Length, centroids.Length, labels.Length);
        var (p, c, l) = (Of(points), Of(centroids), Of(labels));
        Launch(shape.Points, () => _assign.Value(shape.Points, p, c, l, shape.Dimensions, shape.Clusters));
    }

    /// <inheritdoc/>
    public PayoffSums Price(OptionInput option, ItemRange paths)
    {
        var path = EuropeanPath.Of(option);
        var threads = (int)Math.Clamp(paths.Length, 1, PriceThreads);
        using var sums = Allocate<double>(threads);
        using var squares = Allocate<double>(threads);
        var (s, q) = (Of(sums), Of(squares));
        Launch(threads, () => _price.Value(threads, s, q, path, paths.Start, paths.End));
        return new PayoffSums(paths.Length, Total(sums), Total(squares));
    }

    /// <inheritdoc/>
    public void Saturate(IDeviceArray<float> values, int rounds)
    {
        ArrayLengths.CheckRounds(rounds);
        var all = Of(values);
        Launch(values.Length, () => _saturate.Value(values.Length, all, rounds));
    }

    /// <inheritdoc/>
    public void Finish() => DeviceCall.Run(Name, _accelerator.Synchronize);

    /// <inheritdoc/>
    public void Dispose()
    {
        _accelerator.Dispose();
        _context.Dispose();
    }

    // Drivers refuse a grid of nothing.
    private void Launch(int length, Action launch)
    {
        if (length > 0)
        {
            DeviceCall.Run(Name, launch);
        }
    }

    private static int Tiles(int length) => (length + DeviceKernels.Tile - 1) / DeviceKernels.Tile;

    private static double Total(IDeviceArray<double> array)
    {
        var values = new double[array.Length];
        array.Read(values);
        return values.Sum();
    }

    private ArrayView<T> Of<T>(IDeviceArray<T> array)
        where T : unmanaged => array is DeviceArray<T> here && here.Owner == _accelerator ? here.View : throw ArrayLengths.Foreign();
}
