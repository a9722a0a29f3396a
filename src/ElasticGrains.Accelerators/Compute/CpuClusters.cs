using System.Numerics;
using System.Runtime.InteropServices;

namespace ElasticGrains.Accelerators.Compute;

/// <summary>The nearest centroid of each point.</summary>
internal static class CpuClusters
{
    public static void Assign(ClusterShape shape, ReadOnlySpan<float> points, ReadOnlySpan<float> centroids, Span<int> labels)
    {
        for (var point = 0; point < shape.Points; point++)
        {
            var here = points.Slice(point * shape.Dimensions, shape.Dimensions);
            var (nearest, least) = (0, float.PositiveInfinity);
            for (var cluster = 0; cluster < shape.Clusters; cluster++)
            {
                var distance = Distance(here, centroids.Slice(cluster * shape.Dimensions, shape.Dimensions));
                if (distance < least)
                {
                    (nearest, least) = (cluster, distance);
                }
            }

            labels[point] = nearest;
        }
    }

    private static float Distance(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var a = MemoryMarshal.Cast<float, Vector<float>>(one);
        var b = MemoryMarshal.Cast<float, Vector<float>>(other);
        var sums = Vector<float>.Zero;
        for (var i = 0; i < a.Length; i++)
        {
            var difference = a[i] - b[i];
            sums = Vector.FusedMultiplyAdd(difference, difference, sums);
        }

        var sum = Vector.Sum(sums);
        for (var i = a.Length * Vector<float>.Count; i < one.Length; i++)
        {
            var difference = one[i] - other[i];
            sum = MathF.FusedMultiplyAdd(difference, difference, sum);
        }

        return sum;
    }
}
