using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ElasticGrains.Accelerators.Compute;

/// <summary>
/// Dense matrix product in blocks: a panel of the right matrix, two vectors wide, is packed to lie side by side; against it go four rows of the left at a
/// time, whose eight sums stay in registers. After K. Goto, R. A. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34 (2008).
/// </summary>
internal static class CpuMatrix
{
    private const int RowsAtOnce = 4;

    // Rows of a packed panel: with 16 columns 32 KiB... of which the first-level cache holds half, and streams the rest in order.
    private const int Depth = 256;

    public static void Multiply(MatrixShape shape, ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> product)
    {
        product.Clear();
        var width = 2 * Vector<float>.Count;
        var panel = new float[Depth * width];
        for (var from = 0; from < shape.Inner; from += Depth)
        {
            var depth = Math.Min(Depth, shape.Inner - from);
            for (var column = 0; column < shape.Columns; column += width)
            {
                var columns = Math.Min(width, shape.Columns - column);
                Pack(right, shape.Columns, from, depth, column, columns, width, panel);
                var row = 0;
                for (; columns == width && row + RowsAtOnce <= shape.Rows; row += RowsAtOnce)
                {
                    FourRows(left[((row * shape.Inner) + from)..], shape.Inner, depth, panel, product[((row * shape.Columns) + column)..], shape.Columns);
                }

                for (; row < shape.Rows; row++)
                {
                    OneRow(left.Slice((row * shape.Inner) + from, depth), panel, width, product.Slice((row * shape.Columns) + column, columns));
                }
            }
        }
    }

    private static void Pack(ReadOnlySpan<float> right, int stride, int from, int depth, int column, int columns, int width, Span<float> panel)
    {
        for (var k = 0; k < depth; k++)
        {
            right.Slice(((from + k) * stride) + column, columns).CopyTo(panel[(k * width)..]);
        }
    }

    private static void OneRow(ReadOnlySpan<float> row, ReadOnlySpan<float> panel, int width, Span<float> product)
    {
        for (var k = 0; k < row.Length; k++)
        {
            for (var j = 0; j < product.Length; j++)
            {
                product[j] = MathF.FusedMultiplyAdd(row[k], panel[(k * width) + j], product[j]);
            }
        }
    }

    // Four rows by two vectors: eight sums that do not wait for each other, which is what two units of latency four take.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows(ReadOnlySpan<float> left, int inner, int depth, ReadOnlySpan<float> panel, Span<float> product, int stride)
    {
        var lanes = (nuint)Vector<float>.Count;
        ref var at = ref MemoryMarshal.GetReference(left);
        ref var packed = ref MemoryMarshal.GetReference(panel);
        ref var into = ref MemoryMarshal.GetReference(product);
        Vector<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (nuint k = 0; k < (nuint)depth; k++)
        {
            var first = Vector.LoadUnsafe(ref packed, 2 * k * lanes);
            var second = Vector.LoadUnsafe(ref packed, (2 * k * lanes) + lanes);
            var a = new Vector<float>(Unsafe.Add(ref at, k));
            a0 = Vector.FusedMultiplyAdd(a, first, a0);
            a1 = Vector.FusedMultiplyAdd(a, second, a1);
            var b = new Vector<float>(Unsafe.Add(ref at, k + (nuint)inner));
            b0 = Vector.FusedMultiplyAdd(b, first, b0);
            b1 = Vector.FusedMultiplyAdd(b, second, b1);
            var c = new Vector<float>(Unsafe.Add(ref at, k + (2 * (nuint)inner)));
            c0 = Vector.FusedMultiplyAdd(c, first, c0);
            c1 = Vector.FusedMultiplyAdd(c, second, c1);
            var d = new Vector<float>(Unsafe.Add(ref at, k + (3 * (nuint)inner)));
            d0 = Vector.FusedMultiplyAdd(d, first, d0);
            d1 = Vector.FusedMultiplyAdd(d, second, d1);
        }

        Add(ref into, lanes, a0, a1);
        Add(ref Unsafe.Add(ref into, stride), lanes, b0, b1);
        Add(ref Unsafe.Add(ref into, 2 * stride), lanes, c0, c1);
        Add(ref Unsafe.Add(ref into, 3 * stride), lanes, d0, d1);
    }

    private static void Add(ref float into, nuint lanes, Vector<float> first, Vector<float> second)
    {
        (Vector.LoadUnsafe(ref into) + first).StoreUnsafe(ref into);
        (Vector.LoadUnsafe(ref into, lanes) + second).StoreUnsafe(ref into, lanes);
    }
}
