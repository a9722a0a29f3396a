using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ElasticGrains.Accelerators.Compute;

/// <summary>
/// Dense matrix product in blocks that fit the caches: some hundred rows of the right matrix are packed in panels two vectors wide, and against each panel
/// go six rows of the left at a time, whose twelve sums stay in registers. After K. Goto, R. A. van de Geijn, "Anatomy of high-performance matrix
/// multiplication", ACM TOMS 34 (2008).
/// </summary>
internal static class CpuMatrix
{
    private const int RowsAtOnce = 6;

    // A panel of so many rows, 16 KiB, stays in a first-level cache of 32 KiB beside what streams through it.
    private const int Depth = 256;

    // So many rows of the left, 96 KiB of a block, stay in a second-level cache while the panels pass.
    private const int Rows = 16 * RowsAtOnce;

    public static void Multiply(MatrixShape shape, ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> product)
    {
        product.Clear();
        var width = 2 * Vector<float>.Count;
        var panels = (shape.Columns + width - 1) / width;
        var packed = new float[panels * Math.Min(Depth, shape.Inner) * width];
        for (var from = 0; from < shape.Inner; from += Depth)
        {
            var depth = Math.Min(Depth, shape.Inner - from);
            Pack(right, shape.Columns, from, depth, width, packed);
            for (var top = 0; top < shape.Rows; top += Rows)
            {
                var bottom = Math.Min(top + Rows, shape.Rows);
                for (var panel = 0; panel < panels; panel++)
                {
                    var column = panel * width;
                    Panel(shape, left, from, top, bottom, packed.AsSpan(panel * depth * width, depth * width), column, product);
                }
            }
        }
    }

    private static void Panel(MatrixShape shape, ReadOnlySpan<float> left, int from, int top, int bottom, ReadOnlySpan<float> panel, int column, Span<float> product)
    {
        var width = 2 * Vector<float>.Count;
        var depth = panel.Length / width;
        var columns = Math.Min(width, shape.Columns - column);
        var row = top;
        for (; columns == width && row + RowsAtOnce <= bottom; row += RowsAtOnce)
        {
            SixRows(left[((row * shape.Inner) + from)..], shape.Inner, depth, panel, product[((row * shape.Columns) + column)..], shape.Columns);
        }

        for (; row < bottom; row++)
        {
            OneRow(left.Slice((row * shape.Inner) + from, depth), panel, width, product.Slice((row * shape.Columns) + column, columns));
        }
    }

    private static void Pack(ReadOnlySpan<float> right, int stride, int from, int depth, int width, Span<float> packed)
    {
        for (var column = 0; column < stride; column += width)
        {
            var panel = packed[(column / width * depth * width)..];
            var columns = Math.Min(width, stride - column);
            for (var k = 0; k < depth; k++)
            {
                right.Slice(((from + k) * stride) + column, columns).CopyTo(panel[(k * width)..]);
            }
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

    // Twelve sums that do not wait for each other: more than the eight that two units of latency four take.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SixRows(ReadOnlySpan<float> left, int inner, int depth, ReadOnlySpan<float> panel, Span<float> product, int stride)
    {
        var lanes = (nuint)Vector<float>.Count;
        ref var at = ref MemoryMarshal.GetReference(left);
        ref var packed = ref MemoryMarshal.GetReference(panel);
        ref var into = ref MemoryMarshal.GetReference(product);
        Vector<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default;
        Vector<float> d0 = default, d1 = default, e0 = default, e1 = default, f0 = default, f1 = default;
        for (var k = 0; k < depth; k++)
        {
            var first = Vector.LoadUnsafe(ref packed);
            var second = Vector.LoadUnsafe(ref packed, lanes);
            packed = ref Unsafe.Add(ref packed, 2 * lanes);
            var a = new Vector<float>(at);
            a0 = Vector.FusedMultiplyAdd(a, first, a0);
            a1 = Vector.FusedMultiplyAdd(a, second, a1);
            var b = new Vector<float>(Unsafe.Add(ref at, inner));
            b0 = Vector.FusedMultiplyAdd(b, first, b0);
            b1 = Vector.FusedMultiplyAdd(b, second, b1);
            var c = new Vector<float>(Unsafe.Add(ref at, 2 * inner));
            c0 = Vector.FusedMultiplyAdd(c, first, c0);
            c1 = Vector.FusedMultiplyAdd(c, second, c1);
            var d = new Vector<float>(Unsafe.Add(ref at, 3 * inner));
            d0 = Vector.FusedMultiplyAdd(d, first, d0);
            d1 = Vector.FusedMultiplyAdd(d, second, d1);
            var e = new Vector<float>(Unsafe.Add(ref at, 4 * inner));
            e0 = Vector.FusedMultiplyAdd(e, first, e0);
            e1 = Vector.FusedMultiplyAdd(e, second, e1);
            var f = new Vector<float>(Unsafe.Add(ref at, 5 * inner));
            f0 = Vector.FusedMultiplyAdd(f, first, f0);
            f1 = Vector.FusedMultiplyAdd(f, second, f1);
            at = ref Unsafe.Add(ref at, 1);
        }

        Add(ref into, lanes, a0, a1);
        Add(ref Unsafe.Add(ref into, stride), lanes, b0, b1);
        Add(ref Unsafe.Add(ref into, 2 * stride), lanes, c0, c1);
        Add(ref Unsafe.Add(ref into, 3 * stride), lanes, d0, d1);
        Add(ref Unsafe.Add(ref into, 4 * stride), lanes, e0, e1);
        Add(ref Unsafe.Add(ref into, 5 * stride), lanes, f0, f1);
    }

    private static void Add(ref float into, nuint lanes, Vector<float> first, Vector<float> second)
    {
        (Vector.LoadUnsafe(ref into) + first).StoreUnsafe(ref into);
        (Vector.LoadUnsafe(ref into, lanes) + second).StoreUnsafe(ref into, lanes);
    }
}
