using System.Diagnostics;
using System.Globalization;
using ElasticGrains.Accelerators.Compute;
using ElasticGrains.Accelerators.Devices;
using ElasticGrains.Cli.Output;
using ElasticGrains.Kernels.MonteCarlo;

namespace ElasticGrains.Cli.Bench;

/// <summary>
/// Each device kernel against its twin on one thread of the processor, both with their numbers in their own memory, and against what the device can
/// do at most: what a copy within its memory moves, and what multiplications in registers alone come to. Each figure is the median of several runs.
/// </summary>
internal sealed class DeviceBench(TextWriter output, double scale, int runs)
{
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(0.5);

    private readonly Random _random = new(7);

    public int Run(string? name)
    {
        var devices = AcceleratorDiscovery.Find(out var problem);
        if (devices.FirstOrDefault(device => name is null || device.ShortName == name) is not { } chosen)
        {
            throw EgException.Usage((name is null ? "there is no accelerator here" : $"there is no device '{name}' here") + $"; 'eg gpu list' shows what there is{(problem is null ? "" : $", and NVIDIA's driver does not work: {problem}")}");
        }

        var opened = Stopwatch.GetTimestamp();
        try
        {
            using var device = ComputeDevices.Open(chosen);
            output.WriteLine($"{chosen.ShortName}: {device.Name}, {Figures.Short(chosen.MemoryBytes, "bytes")}; opened in {Seconds(Stopwatch.GetElapsedTime(opened).TotalSeconds)}");
            Compare(device);
            return (int)ExitCode.Done;
        }
        catch (ComputeDeviceException error)
        {
            throw EgException.Refused(error.Message);
        }
    }

    /// <summary>Measures an open device.</summary>
    public void Compare(IComputeDevice device)
    {
        using var processor = new CpuDevice();
        var (copied, multiplied) = Limits(device);
        var (copiedHere, multipliedHere) = Limits(processor);
        output.WriteLine(Line($"limits, measured: copy {copied / 1e9:0} GB/s (processor {copiedHere / 1e9:0.0}), multiply and add {multiplied / 1e12:0.00} TFLOP/s (processor {multipliedHere / 1e9:0} GFLOP/s)"));
        var table = new TextTable("KERNEL", "SIZE", "PROCESSOR#", "DEVICE#", "TIMES#", "OF THE LIMIT#", "LARGEST DIFFERENCE#", "FIRST#");
        try
        {
            Fill(table, processor, device, copied, multiplied);
        }
        finally
        {
            // What was measured before a device failed is worth having.
            PlainTable.Print(table, output);
        }
    }

    private void Fill(TextTable table, CpuDevice processor, IComputeDevice device, double copied, double multiplied)
    {
        var side = Math.Max(16, (int)(2048 * Math.Cbrt(scale)));
        Product(processor, device, multiplied, table, new MatrixShape(side, side, side));

        // One that fits no tile and no vector.
        Product(processor, device, multiplied, table, new MatrixShape(side + 3, side + 13, side - 5));
        Update(processor, device, copied, table, "sgd", 20, (on, arrays) => on.Sgd(new SgdStep(0.01f, 0.9f), arrays[0], arrays[1], arrays[2]));
        Update(processor, device, copied, table, "adam", 28, (on, arrays) => on.Adam(new AdamStep(1), arrays[0], arrays[1], arrays[2], arrays[3]));
        Clusters(processor, device, multiplied, table);
        Paths(processor, device, table);
    }

    private (double Bytes, double Operations) Limits(IComputeDevice device)
    {
        const int Rounds = 4096;
        var isDevice = device is CompiledDevice;
        var length = Size(isDevice ? 1 << 28 : 1 << 26);
        using var from = device.Allocate<float>(length);
        using var to = device.Allocate<float>(length);
        var copy = Time(device, () => to.CopyFrom(from));
        using var values = device.Allocate<float>(Size(isDevice ? 1 << 22 : 1 << 14));
        var multiply = Time(device, () => device.Saturate(values, Rounds));
        return (8.0 * length / copy, 16.0 * Rounds * values.Length / multiply);
    }

    private void Product(CpuDevice processor, IComputeDevice device, double limit, TextTable table, MatrixShape shape)
    {
        var (left, right, product) = (Numbers(shape.Rows * shape.Inner), Numbers(shape.Inner * shape.Columns), new float[shape.Rows * shape.Columns]);
        var here = On(processor, [left, right, product], arrays => processor.Multiply(shape, arrays[0], arrays[1], arrays[2]), result: 2);
        var there = On(device, [left, right, product], arrays => device.Multiply(shape, arrays[0], arrays[1], arrays[2]), result: 2);
        Add(table, "matrix product", $"{shape.Rows} × {shape.Inner} × {shape.Columns}", here, there, shape.Operations, "FLOP/s", limit);
    }

    private void Update(
        CpuDevice processor, IComputeDevice device, double limit, TextTable table, string name, int bytes, Action<IComputeDevice, IDeviceArray<float>[]> step)
    {
        var length = Size(1 << 26);
        float[][] numbers = [Numbers(length), Numbers(length), new float[length], new float[length]];
        var here = On(processor, numbers, arrays => step(processor, arrays), result: 0);
        var there = On(device, numbers, arrays => step(device, arrays), result: 0);
        Add(table, name, Figures.Short(length, "weights"), here, there, (double)bytes * length, "B/s", limit);
    }

    private void Clusters(CpuDevice processor, IComputeDevice device, double limit, TextTable table)
    {
        var shape = new ClusterShape(Size(1 << 20), 32, 64);
        var (points, centroids) = (Numbers(shape.Points * shape.Dimensions), Numbers(shape.Clusters * shape.Dimensions));
        var here = Assigned(processor);
        var there = Assigned(device);
        Add(
            table, "k-means", $"{Figures.Short(shape.Points, "points")} × {shape.Dimensions}, {shape.Clusters} clusters", here.Time, there.Time, shape.Operations, "FLOP/s", limit,
            $"{here.Labels.Zip(there.Labels).Count(pair => pair.First != pair.Second)} labels");

        (Measured Time, int[] Labels) Assigned(IComputeDevice on)
        {
            using var labels = on.Allocate<int>(shape.Points);
            var measured = On(on, [points, centroids], arrays => on.Assign(shape, arrays[0], arrays[1], labels), result: 1);
            var found = new int[shape.Points];
            labels.Read(found);
            return (measured, found);
        }
    }

    private void Paths(CpuDevice processor, IComputeDevice device, TextTable table)
    {
        var option = new OptionInput { Paths = 1, Seed = 5 };
        var (few, many) = (Size(1 << 23), (long)(scale * (1L << 32)));
        var first = Stopwatch.GetTimestamp();
        var there = device.Price(option, new ItemRange(0, few));
        var compiled = Stopwatch.GetElapsedTime(first).TotalSeconds;
        var here = default(PayoffSums);
        var perHere = few / Time(processor, () => here = processor.Price(option, new ItemRange(0, few)));
        var perThere = many / Time(device, () => device.Price(option, new ItemRange(0, many)));
        table.Add(
            "option paths", Figures.Short(many, "paths"), Figures.Short(perHere, "/s"), Figures.Short(perThere, "/s"), Times(perThere / perHere), "-",
            string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(1 - (there.Sum / here.Sum)):0.0e+0} of the sum"), Seconds(compiled));
    }

    private Measured On(IComputeDevice device, float[][] numbers, Action<IDeviceArray<float>[]> compute, int result)
    {
        var arrays = numbers.Select(values =>
        {
            var array = device.Allocate<float>(values.Length);
            array.Write(values);
            return array;
        }).ToArray();
        try
        {
            var began = Stopwatch.GetTimestamp();
            compute(arrays);
            device.Finish();
            var first = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var values = new float[arrays[result].Length];
            arrays[result].Read(values);
            return new Measured(Time(device, () => compute(arrays)), first, [.. values.Select(value => (double)value)]);
        }
        finally
        {
            foreach (var array in arrays)
            {
                array.Dispose();
            }
        }
    }

    /// <summary>The median time of one call, in seconds: of so many at once that the clock and the way to the device do not count.</summary>
    private double Time(IComputeDevice device, Action compute)
    {
        compute();
        device.Finish();
        var calls = 1;
        while (Once(calls) < AtLeast.TotalSeconds / 5 && calls < 1 << 20)
        {
            calls *= 2;
        }

        return MedianInterval.Median(Enumerable.Range(0, runs).Select(_ => Once(calls) / calls));

        double Once(int count)
        {
            var began = Stopwatch.GetTimestamp();
            for (var call = 0; call < count; call++)
            {
                compute();
            }

            device.Finish();
            return Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
    }

    private static void Add(TextTable table, string name, string size, Measured here, Measured there, double amount, string unit, double limit, string? differ = null) => table.Add(
        name,
        size,
        Figures.Short(amount / here.Seconds, unit),
        Figures.Short(amount / there.Seconds, unit),
        Times(here.Seconds / there.Seconds),
        string.Create(CultureInfo.InvariantCulture, $"{amount / there.Seconds / limit:P0}"),
        differ ?? string.Create(CultureInfo.InvariantCulture, $"{here.Result.Zip(there.Result, (one, other) => Math.Abs(one - other)).Max():0.0e+0}"),
        Seconds(there.First));

    private static string Times(double times) => string.Create(CultureInfo.InvariantCulture, $"{times:0.0}");

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private int Size(long whole) => (int)Math.Max(1024, whole * scale);

    private float[] Numbers(int count)
    {
        var numbers = new float[count];
        for (var i = 0; i < count; i++)
        {
            numbers[i] = (_random.NextSingle() * 2) - 1;
        }

        return numbers;
    }

    /// <summary>How long a call takes, how long the first took, and what that one came to.</summary>
    private sealed record Measured(double Seconds, double First, IReadOnlyList<double> Result);
}
