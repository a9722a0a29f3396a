using System.Text.Json.Serialization;

namespace ElasticGrains.Jobs;

/// <summary>A job at one moment, as its grain sees it.</summary>
[GenerateSerializer, Immutable, Alias("eg.job.status")]
public sealed record JobStatus
{
    /// <summary>The job's id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The phase.</summary>
    [Id(1)] public required JobPhase Phase { get; init; }

    /// <summary>All items.</summary>
    [Id(2)] public long Items { get; init; }

    /// <summary>Items in committed ranges; all of them when the job has the answer of another.</summary>
    [Id(3)] public long Committed { get; init; }

    /// <summary>Items computed, committed or not; what a progress bar shows.</summary>
    [Id(4)] public long Computed { get; init; }

    /// <summary>Shards planned or split off.</summary>
    [Id(5)] public int Shards { get; init; }

    /// <summary>Shards that run now.</summary>
    [Id(6)] public int Running { get; init; }

    /// <summary>Shards whose range is fully committed.</summary>
    [Id(7)] public int Done { get; init; }

    /// <summary>Shards given up.</summary>
    [Id(8)] public int Quarantined { get; init; }

    /// <summary>The highest number given to a partial result, 0 when there is none.</summary>
    [Id(9)] public long LastNumber { get; init; }

    /// <summary>The time between two commits of a shard at present.</summary>
    [Id(10)] public TimeSpan CommitInterval { get; init; }

    /// <summary>Why nothing moves, when nothing moves: for example a full disk. Null otherwise.</summary>
    [Id(11)] public string? Parked { get; init; }

    /// <summary>The kernel's preview of what is committed, as JSON; empty when there is none, or it is left out.</summary>
    [Id(12), JsonConverter(typeof(RawJsonConverter))] public ReadOnlyMemory<byte> Preview { get; init; }

    /// <summary>How the job ended; null while it runs.</summary>
    [Id(13)] public JobOutcome? Outcome { get; init; }

    /// <summary>The latest failed attempt, retried or not; null when there was none.</summary>
    [Id(14)] public Failure? LastFailure { get; init; }

    /// <summary>Set when another process took the job over: it goes on there, and this grid does nothing more for it.</summary>
    [Id(15)] public string? TakenOver { get; init; }

    /// <summary>The bytes of a preview that was left out because it is larger than 256 KiB; 0 otherwise.</summary>
    [Id(16)] public long PreviewLeftOut { get; init; }

    /// <summary>The job whose answer it has, without having computed anything (<see cref="JobPolicy.Cache"/>); null when it has its own, or none yet.</summary>
    [Id(17)] public string? CopiedFrom { get; init; }
}
