using System.Numerics;
using System.Text.Json.Serialization;
using ElasticGrains.Inputs;

namespace ElasticGrains.Kernels.Tests.Registration;

#pragma warning disable CA1051 // Visible fields are one of the mistakes that are told here.

/// <summary>Types that JSON would lose are refused when the kernel is registered, and all others are not.</summary>
public class JsonShapeTests
{
    public enum Colour
    {
        Red,
    }

    public static TheoryData<IRangeKernel, string> Lost => new()
    {
        { new Shaped<(long Sum, long Count), long, long>(), "The input of kernel 'shaped' cannot travel as JSON: Item1, Item2 of ValueTuple<Int64, Int64> would be lost" },
        { new Shaped<long, (long Sum, long Count), long>(), "The partial of kernel 'shaped' cannot travel as JSON: Item1, Item2 of ValueTuple<Int64, Int64> would be lost" },
        { new Shaped<long, long, WithField>(), "The result of kernel 'shaped' cannot travel as JSON: Count of WithField would be lost" },
        { new Shaped<long, WithPrivateSetter, long>(), "JSON: Count of WithPrivateSetter would be lost" },
        { new Shaped<long, WithReadOnlyList, long>(), "JSON: Values of WithReadOnlyList would be lost" },
        { new Shaped<long, WithInternalProperty, long>(), "JSON: Count of WithInternalProperty would be lost" },
        { new Shaped<long, Accumulator, long>(), "JSON: _sum of Accumulator would be lost" },
        { new Shaped<long, DerivedFromField, long>(), "JSON: Count of DerivedFromField would be lost" },
        { new Shaped<long, BigInteger, long>(), " of BigInteger would be lost" },
        { new Shaped<long, Holder<Complex>, long>(), "of Holder<Complex>.Value (Complex) would be lost" },
        { new Shaped<Holder<List<WithField?>>, long, long>(), "JSON: Count of Holder<List<WithField>>.Value (WithField) would be lost" },
        { new Shaped<Holder<Action>, long, long>(), "JSON has no form for Holder<Action>.Value (Action)" },
        { new Shaped<Holder<Type>, long, long>(), "JSON has no form for Holder<Type>.Value (Type)" },
        { new Shaped<Holder<nint>, long, long>(), "JSON has no form for Holder<IntPtr>.Value (IntPtr)" },
        { new Shaped<Holder<int[,]>, long, long>(), "JSON has no form for Holder<Int32[,]>.Value (Int32[,])" },
        { new Shaped<Holder<Dictionary<(int, int), long>>, long, long>(), "Holder<Dictionary<ValueTuple<Int32, Int32>, Int64>>.Value has keys of type ValueTuple<Int32, Int32>" },
        { new Shaped<Holder<Abstract>, long, long>(), "Holder<Abstract>.Value (Abstract) is abstract" },
        { new Shaped<TwoConstructors, long, long>(), "TwoConstructors has no constructor to read it with" },
        { new Items<WithFieldAndText>(), "The partial of kernel 'items' cannot travel as JSON: Count of WithFieldAndText would be lost" },
    };

    public static TheoryData<IRangeKernel> Kept =>
    [
        new Shaped<long, string, double>(),
        new Shaped<Record, Record?[], IReadOnlyDictionary<string, Record>>(),
        new Shaped<FileManifest, List<long>, HashSet<string>>(),
        new Shaped<WithComputed, WithIncludedField, WithIgnoredField>(),
        new Shaped<Holder<Colour?>, KeyValuePair<string, long>, Tuple<int, int>>(),
        new Shaped<Holder<object>, Holder<Shape>, Empty>(),
        new Shaped<Dictionary<Colour, long>, Dictionary<long, Guid>, Dictionary<string, DateTimeOffset?>>(),
        new Shaped<Linked, Int128, TimeSpan>(),
        new ItemsOfTuples(),
    ];

    [Theory]
    [MemberData(nameof(Lost))]
    public void Kernel_WhoseTypeJsonWouldLose_IsNotRegistered(IRangeKernel kernel, string problem)
    {
        var error = Assert.Throws<ArgumentException>(() => new KernelRegistry([kernel]));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains("Use public properties with get and init", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public void Kernel_WhoseTypesComeBackFromJson_IsRegistered(IRangeKernel kernel) =>
        Assert.Equal([kernel.Name], new KernelRegistry([kernel]).Names);

    [Fact]
    public void Kernels_WithManyProblems_AreToldAllOfThem()
    {
        var error = Assert.Throws<ArgumentException>(() => new KernelRegistry([new Shaped<(int, int), WithField, long>(), new Items<WithFieldAndText>()]));

        Assert.All(["The input of kernel 'shaped'", "The partial of kernel 'shaped'", "The partial of kernel 'items'", "or override Codec."], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    public sealed record Record(string Name, long Count);

    public sealed record Empty;

    public sealed record Holder<T>(T Value);

    public sealed record Linked(int Value, Linked? Next);

    public sealed record WithComputed(long Sum, long Count)
    {
        public double Mean => (double)Sum / Count;
    }

    public sealed class WithField
    {
        public long Count;
    }

    public sealed class WithFieldAndText
    {
        public long Count;

        public string Text { get; set; } = "";
    }

    public sealed class WithIncludedField
    {
        [JsonInclude]
        public long Count;
    }

    public sealed class WithIgnoredField
    {
        [JsonIgnore]
        public long Cache;

        public long Count { get; set; }
    }

    public sealed class WithPrivateSetter
    {
        public long Count { get; private set; }

        public void Add() => Count++;
    }

    public sealed class WithReadOnlyList
    {
        public List<long> Values { get; } = [];
    }

    public sealed class WithInternalProperty
    {
        public string Name { get; set; } = "";

        internal long Count { get; set; }
    }

    public sealed class Accumulator
    {
        private long _sum;

        public long Sum => _sum;

        public void Add(long value) => _sum += value;
    }

    public class Base
    {
        public long Count;
    }

    public sealed class DerivedFromField : Base
    {
        public string Name { get; set; } = "";
    }

    public abstract class Abstract
    {
        public long Count { get; set; }
    }

    [JsonDerivedType(typeof(Square), "square")]
    public abstract record Shape;

    public sealed record Square(double Side) : Shape;

    public sealed class TwoConstructors
    {
        public TwoConstructors(long count) => Count = count;

        public TwoConstructors(string count) => Count = long.Parse(count, System.Globalization.CultureInfo.InvariantCulture);

        public long Count { get; }
    }

    public sealed class Shaped<TInput, TPartial, TResult> : RangeKernel<TInput, TPartial, TResult>
        where TInput : notnull
        where TPartial : notnull
        where TResult : notnull
    {
        public override string Name => "shaped";

        public override long Count(TInput input) => 0;

        public override TPartial Identity() => throw new NotSupportedException();

        public override TPartial Compute(TInput input, ItemRange range) => throw new NotSupportedException();

        public override TPartial Combine(TPartial left, TPartial right) => throw new NotSupportedException();

        public override TResult Finish(TInput input, TPartial whole) => throw new NotSupportedException();
    }

    public sealed class Items<TItem> : ItemKernel<long, TItem>
    {
        public override string Name => "items";

        public override long Count(long input) => input;

        public override TItem ComputeItem(long input, long item) => throw new NotSupportedException();
    }

    // Kept as it lies in memory: JSON has no part in it.
    public sealed class ItemsOfTuples : ItemKernel<long, (long First, double Second)>
    {
        public override string Name => "tuples";

        public override long Count(long input) => input;

        public override (long First, double Second) ComputeItem(long input, long item) => (item, item);
    }
}
