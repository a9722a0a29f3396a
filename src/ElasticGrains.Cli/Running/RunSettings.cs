using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Running;

/// <summary>How a job is run here, whatever it computes.</summary>
internal sealed record RunSettings
{
    public required StatePlaces Places { get; init; }

    public required int Slots { get; init; }

    public required string? JobId { get; init; }

    public required bool Resume { get; init; }

    public required string? RecordEventsTo { get; init; }

    public required bool Quiet { get; init; }

    public required OutputFormat Format { get; init; }

    public required JobPolicy Policy { get; init; }
}
