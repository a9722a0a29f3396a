using ElasticGrains.Cli.Faces;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Running;

/// <summary>A job of this command, whatever it computes and wherever it runs.</summary>
internal sealed record JobSettings
{
    public required StatePlaces Places { get; init; }

    public required string? JobId { get; init; }

    public required IReadOnlyDictionary<string, string>? Tags { get; init; }

    public required bool Quiet { get; init; }

    public required OutputFormat Format { get; init; }

    public required JobPolicy Policy { get; init; }

    public static string FreshId(string kernel) => JobIds.Fresh(kernel, TimeProvider.System.GetUtcNow());

    public JobSpec SpecOf(IKernelFace face, ReadOnlyMemory<byte> input) => new()
    {
        Id = JobId ?? FreshId(face.Kernel.Name),
        Kernel = face.Kernel.Name,
        KernelVersion = face.Kernel.Version,
        Input = input,
        Policy = Policy,
        Tags = Tags,
    };

    public IProgressDisplay Display() => this switch
    {
        { Quiet: true } => new QuietProgress(),
        { Format: OutputFormat.Text } when Terminal.IsInteractive => new LiveProgress(),
        _ => new PlainProgress(),
    };
}
