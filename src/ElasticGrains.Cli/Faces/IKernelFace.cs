using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Kernels;

namespace ElasticGrains.Cli.Faces;

/// <summary>A kernel as the command line knows it: its options, and how its answer reads.</summary>
internal interface IKernelFace
{
    IRangeKernel Kernel { get; }

    string Description { get; }

    /// <summary>What an item is, in the plural.</summary>
    string ItemWord { get; }

    /// <summary>Adds the kernel's arguments and options to a command.</summary>
    void AddTo(Command command);

    /// <summary>The kernel's input as JSON, from the command's arguments.</summary>
    ReadOnlyMemory<byte> ReadInput(ParseResult parse);

    /// <summary>How an answer or a preview (JSON) reads.</summary>
    ResultView View(ReadOnlyMemory<byte> result);
}
