using System.CommandLine;
using System.Text;
using ElasticGrains.Cli.Output;
using ElasticGrains.Kernels;

namespace ElasticGrains.Cli.Faces;

/// <summary>Shows the answers of kernels that this program does not have: their JSON.</summary>
internal sealed class RawFace : IKernelFace
{
    private RawFace()
    {
    }

    public static RawFace Instance { get; } = new();

    public IRangeKernel Kernel => throw new NotSupportedException("A foreign kernel can be read about, not run.");

    public string Description => "";

    public string ItemWord => "items";

    public void AddTo(Command command)
    {
    }

    public ReadOnlyMemory<byte> ReadInput(ParseResult parse) => throw new NotSupportedException("A foreign kernel can be read about, not run.");

    public ResultView View(ReadOnlyMemory<byte> result)
    {
        var json = Encoding.UTF8.GetString(result.Span);
        return new ResultView(json, null, json);
    }
}
