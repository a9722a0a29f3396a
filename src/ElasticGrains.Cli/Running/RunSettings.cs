namespace ElasticGrains.Cli.Running;

/// <summary>How a job is run in this process.</summary>
internal sealed record RunSettings
{
    public required JobSettings Job { get; init; }

    public required int Slots { get; init; }

    public required bool Resume { get; init; }

    public required string? RecordEventsTo { get; init; }
}
