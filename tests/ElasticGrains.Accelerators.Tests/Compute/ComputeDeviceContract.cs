using ElasticGrains.Accelerators.Compute;
using ElasticGrains.Kernels.MonteCarlo;

namespace ElasticGrains.Accelerators.Tests.Compute;

/// <summary>What every device must do, against the plainest code in double precision.</summary>
public abstract class ComputeDeviceContract : IDisposable
{
    private static readonly OptionInput Option = new() { Paths = 1, Seed = 7, Strike = 105, Volatility = 0.3 };

    private readonly Random _random = new(20261127);

    protected ComputeDeviceContract(IComputeDevice device) => Device = device;

    protected IComputeDevice Device { get; }

    public void Dispose()
    {
        Device.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 2)]
    [InlineData(4, 16, 16)]
    [InlineData(17, 33, 65)]
    [InlineData(70, 300, 40)]
    [InlineData(200, 20, 33)]
    public void Product_OfAnyShape_IsWithinTheTolerance(int rows, int inner, int columns)
    {
        var (left, right) = (Numbers(rows * inner), Numbers(inner * columns));
        var product = Run(rows * columns, result => Device.Multiply(new MatrixShape(rows, inner, columns), Put(left), Put(right), result));

        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var terms = Enumerable.Range(0, inner).Select(k => (double)left[(row * inner) + k] * right[(k * columns) + column]).ToList();
                Assert.Equal(terms.Sum(), product[(row * columns) + column], terms.Sum(Math.Abs) * inner * MathF.BitIncrement(1f) / (1 << 23));
            }
        }
    }

    [Fact]
    public void Product_OfNothing_IsZero() =>
        Assert.Equal([0, 0, 0, 0], Run(4, result => Device.Multiply(new MatrixShape(2, 0, 2), Put([]), Put([]), result)));

    [Fact]
    public void Product_ShapeDoesNotFit_NamesTheNumbers()
    {
        var error = Assert.Throws<ArgumentException>(() => Device.Multiply(new MatrixShape(2, 3, 4), Put(Numbers(6)), Put(Numbers(11)), Device.Allocate<float>(8)));

        Assert.Equal("[2 × 3] · [3 × 4] takes 6, 12 and 8 numbers, and no length below 0; there are 6, 11 and 8.", error.Message);
    }

    [Theory]
    [InlineData(65536, 65536, 16, 0, 1 << 20, 1 << 20)]
    [InlineData(-2, -3, -4, 6, 12, 8)]
    public void Product_ShapeFitsOnlyByOverflow_IsRefused(int rows, int inner, int columns, int left, int right, int product) =>
        Assert.Throws<ArgumentException>(() =>
            Device.Multiply(new MatrixShape(rows, inner, columns), Device.Allocate<float>(left), Device.Allocate<float>(right), Device.Allocate<float>(product)));

    [Fact]
    public void Anything_OfNothing_IsNothing()
    {
        using var none = Device.Allocate<float>(0);
        using var labels = Device.Allocate<int>(0);
        Device.Sgd(new SgdStep(1, 0), none, none, none);
        Device.Adam(new AdamStep(1), none, none, none, none);
        Device.Saturate(none, 4);
        Device.Assign(new ClusterShape(0, 3, 1), none, Put([1, 2, 3]), labels);
        Device.Finish();
    }

    [Fact]
    public void Step_BeforeTheFirst_IsRefused()
    {
        using var array = Device.Allocate<float>(1);

        Assert.Throws<ArgumentOutOfRangeException>(() => Device.Adam(new AdamStep(0), array, array, array, array));
        Assert.Throws<ArgumentOutOfRangeException>(() => Device.Saturate(array, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => Device.Saturate(array, -4));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1003)]
    public void Sgd_ThreeSteps_IsWithinTheTolerance(int length)
    {
        var (weights, gradients) = (Numbers(length), Numbers(length));
        using var w = Put(weights);
        using var g = Put(gradients);
        using var v = Device.Allocate<float>(length);
        for (var step = 0; step < 3; step++)
        {
            Device.Sgd(new SgdStep(0.1f, 0.9f), w, g, v);
        }

        // Speeds of g, 1.9 g and 2.71 g.
        Close([.. weights.Zip(gradients, (weight, gradient) => weight - (0.1 * 5.61 * gradient))], Get(w), 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1003)]
    public void Adam_ThreeSteps_IsWithinTheTolerance(int length)
    {
        var (weights, gradients) = (Numbers(length), Numbers(length));
        using var w = Put(weights);
        using var g = Put(gradients);
        using var first = Device.Allocate<float>(length);
        using var second = Device.Allocate<float>(length);
        for (var step = 1; step <= 3; step++)
        {
            Device.Adam(new AdamStep(step, Rate: 0.01f), w, g, first, second);
        }

        // Of a gradient that stays the same, the corrected means are the gradient and its square.
        Close([.. weights.Zip(gradients, (weight, gradient) => weight - (3 * 0.01 * gradient / (Math.Abs(gradient) + 1e-8)))], Get(w), 2e-6);
    }

    [Fact]
    public void Update_LengthsDiffer_NamesTheNumbers() =>
        Assert.Equal(
            "There are 3 weights, and 2 numbers for them.",
            Assert.Throws<ArgumentException>(() => Device.Sgd(new SgdStep(1, 0), Put(Numbers(3)), Put(Numbers(2)), Put(Numbers(3)))).Message);

    [Theory]
    [InlineData(50, 1, 1)]
    [InlineData(60, 3, 7)]
    [InlineData(40, 35, 5)]
    [InlineData(40, 3, 8)]
    [InlineData(40, 3, 9)]
    [InlineData(40, 3, 17)]
    public void Assignment_OfPoints_IsTheNearestCentroid(int points, int dimensions, int clusters)
    {
        var (all, centroids) = (Numbers(points * dimensions), Numbers(clusters * dimensions));
        using var labels = Device.Allocate<int>(points);
        Device.Assign(new ClusterShape(points, dimensions, clusters), Put(all), Put(centroids), labels);
        var found = new int[points];
        labels.Read(found);

        for (var point = 0; point < points; point++)
        {
            var distances = Enumerable.Range(0, clusters).Select(cluster =>
                Enumerable.Range(0, dimensions).Sum(i => Math.Pow((double)all[(point * dimensions) + i] - centroids[(cluster * dimensions) + i], 2))).ToList();
            Assert.Equal(distances.Min(), distances[found[point]], 1e-4);
        }
    }

    [Fact]
    public void Assignment_TwoAreEquallyNear_IsTheFirst()
    {
        using var labels = Device.Allocate<int>(1);
        Device.Assign(new ClusterShape(1, 1, 3), Put([0]), Put([2, 1, -1]), labels);
        var found = new int[1];
        labels.Read(found);

        Assert.Equal([1], found);
    }

    [Fact]
    public void Payoffs_OfPaths_AddUp()
    {
        var whole = Device.Price(Option, new ItemRange(5, 405));
        var parts = Device.Price(Option, new ItemRange(5, 100)).Plus(Device.Price(Option, new ItemRange(100, 405)));

        Assert.Equal(400, whole.Paths);
        Assert.Equal(whole.Sum, parts.Sum, whole.Sum * 1e-6);
        Assert.Equal(whole.Squares, parts.Squares, whole.Squares * 1e-6);
        Assert.Equal(default, Device.Price(Option, new ItemRange(5, 5)));
    }

    [Fact]
    public void Payoffs_OfAnAsianOption_AreRefused() =>
        Assert.Throws<ArgumentException>(() => Device.Price(Option with { Style = OptionStyle.Asian }, new ItemRange(0, 1)));

    [Fact]
    public void Saturation_OfNumbers_IsWhatTheStepsComeTo()
    {
        var values = Numbers(21);
        using var array = Put(values);
        Device.Saturate(array, rounds: 4);

        Close([.. values.Select(value => 2 + ((value + 1.5) / 16))], Get(array), 1e-6);
    }

    [Fact]
    public void Array_CopiedFromAnother_HasItsNumbers()
    {
        using var from = Put([1, 2, 3]);
        using var to = Device.Allocate<float>(3);
        to.CopyFrom(from);

        Assert.Equal([1, 2, 3], Get(to));
        Assert.Throws<ArgumentException>(() => to.CopyFrom(Device.Allocate<float>(2)));
    }

    [Fact]
    public void Array_OfAnotherLength_IsRefused()
    {
        using var array = Device.Allocate<float>(3);

        Assert.Throws<ArgumentException>(() => array.Write([1, 2]));
        Assert.Throws<ArgumentException>(() => array.Read(new float[4]));
        Assert.Equal([0, 0, 0], Get(array));
    }

    [Fact]
    public void Array_OfAnotherDevice_IsRefused()
    {
        using var other = new CpuDevice();
        using var foreign = ComputeDevices.OpenImitation();
        using var array = Device is CpuDevice ? foreign.Allocate<float>(1) : other.Allocate<float>(1);

        Assert.Throws<ArgumentException>(() => Device.Sgd(new SgdStep(1, 0), array, array, array));
    }

    protected float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (_random.NextSingle() * 2) - 1)];

    protected IDeviceArray<float> Put(float[] values)
    {
        var array = Device.Allocate<float>(values.Length);
        array.Write(values);
        return array;
    }

    protected static float[] Get(IDeviceArray<float> array)
    {
        var values = new float[array.Length];
        array.Read(values);
        return values;
    }

    private float[] Run(int length, Action<IDeviceArray<float>> compute)
    {
        using var result = Device.Allocate<float>(length);
        compute(result);
        return Get(result);
    }

    private static void Close(double[] expected, float[] actual, double tolerance) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
}
