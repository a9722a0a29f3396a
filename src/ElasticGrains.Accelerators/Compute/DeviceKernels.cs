using ElasticGrains.Kernels.Numerics;
using ILGPU;
using ILGPU.Algorithms;

namespace ElasticGrains.Accelerators.Compute;

/// <summary>What runs on a device: C# that ILGPU compiles for it. Each is the twin of what <see cref="CpuDevice"/> does.</summary>
internal static class DeviceKernels
{
    /// <summary>The side of the square of the product that a group of threads computes.</summary>
    public const int Tile = 64;

    /// <summary>Threads of a group along each side of its square: each computes 4 × 4 elements.</summary>
    public const int Side = Tile / 4;

    // Columns of the left, and rows of the right, that are in the group's shared memory at a time: 2 × 64 × 16 numbers are 8 KiB.
    private const int Depth = 16;
    private const int Threads = Side * Side;

    // 2⁻³²
    private const float Unit = 1f / 4294967296f;

    /// <summary>A group computes a square of the product; its threads bring the strips that it needs into shared memory together.</summary>
    public static void Multiply(ArrayView<float> left, ArrayView<float> right, ArrayView<float> product, int rows, int inner, int columns)
    {
        var a = SharedMemory.Allocate<float>(Tile * Depth);
        var b = SharedMemory.Allocate<float>(Tile * Depth);
        int x = Group.IdxX, y = Group.IdxY;
        var thread = (y * Side) + x;
        var across = (columns + Tile - 1) / Tile;
        int top = Grid.IdxX / across * Tile, start = Grid.IdxX % across * Tile;
        float c00 = 0, c01 = 0, c02 = 0, c03 = 0, c10 = 0, c11 = 0, c12 = 0, c13 = 0, c20 = 0, c21 = 0, c22 = 0, c23 = 0, c30 = 0, c31 = 0, c32 = 0, c33 = 0;
        for (var from = 0; from < inner; from += Depth)
        {
            for (var i = thread; i < Tile * Depth; i += Threads)
            {
                int row = i / Depth, k = i % Depth;
                a[(k * Tile) + row] = top + row < rows && from + k < inner ? left[((top + row) * inner) + from + k] : 0;
                int depth = i / Tile, column = i % Tile;
                b[i] = from + depth < inner && start + column < columns ? right[((from + depth) * columns) + start + column] : 0;
            }

            Group.Barrier();
            for (var k = 0; k < Depth; k++)
            {
                int ofA = (k * Tile) + (4 * y), ofB = (k * Tile) + (4 * x);
                float a0 = a[ofA], a1 = a[ofA + 1], a2 = a[ofA + 2], a3 = a[ofA + 3];
                float b0 = b[ofB], b1 = b[ofB + 1], b2 = b[ofB + 2], b3 = b[ofB + 3];
                c00 += a0 * b0;
                c01 += a0 * b1;
                c02 += a0 * b2;
                c03 += a0 * b3;
                c10 += a1 * b0;
                c11 += a1 * b1;
                c12 += a1 * b2;
                c13 += a1 * b3;
                c20 += a2 * b0;
                c21 += a2 * b1;
                c22 += a2 * b2;
                c23 += a2 * b3;
                c30 += a3 * b0;
                c31 += a3 * b1;
                c32 += a3 * b2;
                c33 += a3 * b3;
            }

            Group.Barrier();
        }

        Store(product, rows, columns, top + (4 * y), start + (4 * x), c00, c01, c02, c03);
        Store(product, rows, columns, top + (4 * y) + 1, start + (4 * x), c10, c11, c12, c13);
        Store(product, rows, columns, top + (4 * y) + 2, start + (4 * x), c20, c21, c22, c23);
        Store(product, rows, columns, top + (4 * y) + 3, start + (4 * x), c30, c31, c32, c33);
    }

    public static void Sgd(Index1D i, ArrayView<float> weights, ArrayView<float> gradients, ArrayView<float> velocity, float rate, float momentum)
    {
        var speed = (momentum * velocity[i]) + gradients[i];
        velocity[i] = speed;
        weights[i] -= rate * speed;
    }

    public static void Adam(
        Index1D i,
        ArrayView<float> weights,
        ArrayView<float> gradients,
        ArrayView<float> first,
        ArrayView<float> second,
        float beta1,
        float beta2,
        float rate,
        float root,
        float epsilon)
    {
        var gradient = gradients[i];
        var mean = (beta1 * first[i]) + ((1 - beta1) * gradient);
        var square = (beta2 * second[i]) + ((1 - beta2) * gradient * gradient);
        first[i] = mean;
        second[i] = square;
        weights[i] -= rate * mean / ((XMath.Sqrt(square) * root) + epsilon);
    }

    /// <summary>Eight centroids at a time: a coordinate of the point is read once for all of them.</summary>
    public static void Assign(Index1D point, ArrayView<float> points, ArrayView<float> centroids, ArrayView<int> labels, int dimensions, int clusters)
    {
        var nearest = 0;
        var least = float.PositiveInfinity;
        var here = points.SubView(point * dimensions, dimensions);
        for (var cluster = 0; cluster < clusters; cluster += 8)
        {
            // Beyond the last one the last again, which is not nearer than itself.
            var last = clusters - 1;
            int p0 = cluster * dimensions, p1 = XMath.Min(cluster + 1, last) * dimensions, p2 = XMath.Min(cluster + 2, last) * dimensions, p3 = XMath.Min(cluster + 3, last) * dimensions;
            int p4 = XMath.Min(cluster + 4, last) * dimensions, p5 = XMath.Min(cluster + 5, last) * dimensions, p6 = XMath.Min(cluster + 6, last) * dimensions, p7 = XMath.Min(cluster + 7, last) * dimensions;
            float d0 = 0, d1 = 0, d2 = 0, d3 = 0, d4 = 0, d5 = 0, d6 = 0, d7 = 0;
            for (var i = 0; i < dimensions; i++)
            {
                var x = here[i];
                d0 += Square(x - centroids[p0 + i]);
                d1 += Square(x - centroids[p1 + i]);
                d2 += Square(x - centroids[p2 + i]);
                d3 += Square(x - centroids[p3 + i]);
                d4 += Square(x - centroids[p4 + i]);
                d5 += Square(x - centroids[p5 + i]);
                d6 += Square(x - centroids[p6 + i]);
                d7 += Square(x - centroids[p7 + i]);
            }

            Nearer(d0, cluster, ref least, ref nearest);
            Nearer(d1, cluster + 1, ref least, ref nearest);
            Nearer(d2, cluster + 2, ref least, ref nearest);
            Nearer(d3, cluster + 3, ref least, ref nearest);
            Nearer(d4, cluster + 4, ref least, ref nearest);
            Nearer(d5, cluster + 5, ref least, ref nearest);
            Nearer(d6, cluster + 6, ref least, ref nearest);
            Nearer(d7, cluster + 7, ref least, ref nearest);
        }

        labels[point] = nearest;
    }

    /// <summary>Each thread sums the paths whose number, from the first, is its own modulo the number of threads.</summary>
    public static void Price(Index1D thread, ArrayView<double> sums, ArrayView<double> squares, EuropeanPath option, long from, long end)
    {
        double sum = 0, square = 0;
        for (var path = from + thread; path < end; path += sums.Length)
        {
            var (a, b, _, _) = CounterRandom.Block(option.Seed, (ulong)path);
            var normal = -XMath.Sqrt(-2 * XMath.Log((a + 0.5f) * Unit)) * XMath.Cos(XMath.PI * 2 * ((b * Unit) - 0.5f));
            var gain = option.Sign * ((option.Spot * XMath.Exp(option.Drift + (option.Deviation * normal))) - option.Strike);
            var payoff = gain > 0 ? (double)gain : 0;
            sum += payoff;
            square += payoff * payoff;
        }

        sums[thread] = sum;
        squares[thread] = square;
    }

    public static void Saturate(Index1D i, ArrayView<float> values, int rounds)
    {
        var x = values[i];
        float a = x, b = x + 1, c = x + 2, d = x + 3, e = x + 4, f = x + 5, g = x + 6, h = x + 7;
        for (var round = 0; round < rounds; round += 4)
        {
            a = FourSteps(a);
            b = FourSteps(b);
            c = FourSteps(c);
            d = FourSteps(d);
            e = FourSteps(e);
            f = FourSteps(f);
            g = FourSteps(g);
            h = FourSteps(h);
        }

        values[i] = (a + b + c + d + e + f + g + h) / 8;
    }

    private static float FourSteps(float x)
    {
        x = (x * 0.5f) + 1;
        x = (x * 0.5f) + 1;
        x = (x * 0.5f) + 1;
        return (x * 0.5f) + 1;
    }

    private static float Square(float x) => x * x;

    private static void Nearer(float distance, int cluster, ref float least, ref int nearest)
    {
        if (distance < least)
        {
            least = distance;
            nearest = cluster;
        }
    }

    private static void Store(ArrayView<float> product, int rows, int columns, int row, int column, float v0, float v1, float v2, float v3)
    {
        if (row >= rows)
        {
            return;
        }

        var at = (row * columns) + column;
        if (column < columns)
        {
            product[at] = v0;
        }

        if (column + 1 < columns)
        {
            product[at + 1] = v1;
        }

        if (column + 2 < columns)
        {
            product[at + 2] = v2;
        }

        if (column + 3 < columns)
        {
            product[at + 3] = v3;
        }
    }
}
