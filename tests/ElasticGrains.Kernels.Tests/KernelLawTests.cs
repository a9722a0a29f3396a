using CsCheck;
using ElasticGrains.Testing.Laws;

namespace ElasticGrains.Kernels.Tests;

/// <summary>What every kernel must pass: its laws at random cuts of random inputs.</summary>
/// <typeparam name="TInput">The kernel's input.</typeparam>
public abstract class KernelLawTests<TInput> : IDisposable
    where TInput : notnull
{
    protected TestFiles Files { get; } = new();

    protected abstract IRangeKernel Kernel { get; }

    /// <summary>Inputs of all shapes, empty ones included.</summary>
    protected abstract Gen<TInput> Inputs { get; }

    protected virtual int Iterations => 60;

    protected virtual long MaxItems => 5_000;

    public void Dispose()
    {
        Files.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Kernel_AnyInputAndCuts_KeepsItsLaws() => Gen.Select(Inputs, Gen.Int).Sample((input, seed) =>
    {
        var run = Kernel.Bind(KernelJson.Write(input));
        var report = KernelLaw.Check(run, new LawOptions { Seed = seed, Cuts = 12, MaxItems = MaxItems, Threads = 2 });
        Assert.True(report.Holds, report.ToString());
        Assert.True(report.Checks > 12, report.ToString());
    }, iter: Iterations, threads: 1);

    [Fact]
    public void Decode_BytesCutShort_IsAFormatException() => Gen.Select(Inputs, Gen.Double.Unit).Sample((input, cut) =>
    {
        var run = Kernel.Bind(KernelJson.Write(input));
        var whole = run.Extend(run.Identity(), new ItemRange(0, Math.Min(run.Count(), MaxItems)));
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        run.Encode(whole, buffer);
        var encoded = buffer.WrittenSpan[..(int)(buffer.WrittenCount * cut)].ToArray();
        Assert.ThrowsAny<FormatException>(() => run.Decode(encoded));
    }, iter: 20, threads: 1);

    [Fact]
    public void Name_OfTheKernel_IsValidAndBuiltIn()
    {
        Assert.True(KernelName.IsValid(Kernel.Name));
        Assert.Contains(BuiltInKernels.All, kernel => kernel.GetType() == Kernel.GetType());
    }
}
