using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Kernels;

namespace ElasticGrains.Cli.Faces;

/// <summary>Carries the types of a kernel's input and answer.</summary>
internal abstract class KernelFace<TInput, TPartial, TResult>(RangeKernel<TInput, TPartial, TResult> kernel) : IKernelFace
    where TInput : notnull
    where TPartial : notnull
    where TResult : notnull
{
    public IRangeKernel Kernel => kernel;

    public abstract string Description { get; }

    public abstract string ItemWord { get; }

    public abstract void AddTo(Command command);

    public ReadOnlyMemory<byte> ReadInput(ParseResult parse)
    {
        var input = Read(parse);
        kernel.Validate(input);
        return KernelJson.Write(input);
    }

    public ResultView View(ReadOnlyMemory<byte> result) => View(KernelJson.Read<TResult>(result.Span, kernel.Name));

    protected abstract TInput Read(ParseResult parse);

    protected abstract ResultView View(TResult result);
}
