using System.Text.Json;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Output;

/// <summary>A job that has ended, as one JSON document.</summary>
internal sealed record JobDocument
{
    public required string Id { get; init; }

    public required JobPhase Outcome { get; init; }

    public required Failure? Failure { get; init; }

    public required IReadOnlyList<ItemRange> Quarantined { get; init; }

    /// <summary>The commands that run its failed shards again.</summary>
    public required IReadOnlyList<string> Replay { get; init; }

    public required JsonElement? Result { get; init; }

    public required JobReceipt Receipt { get; init; }

    public required RunTimings Timings { get; init; }

    public required string State { get; init; }
}
