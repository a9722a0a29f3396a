using System.Text.Json.Serialization;

namespace ElasticGrains.Jobs;

/// <summary>What is to be computed and how. The id is the idempotency key: submitting the same spec again attaches to the job.</summary>
[GenerateSerializer, Immutable, Alias("eg.job.spec")]
public sealed record JobSpec
{
    /// <summary>1 to 100 characters: letters, digits, '-', '_', '.'; unique in the ledger.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The kernel's name.</summary>
    [Id(1)] public required string Kernel { get; init; }

    /// <summary>The kernel's version.</summary>
    [Id(2)] public required int KernelVersion { get; init; }

    /// <summary>The kernel's input as JSON (UTF-8).</summary>
    [Id(3), JsonConverter(typeof(RawJsonConverter))] public required ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>How the job is run.</summary>
    [Id(4)] public JobPolicy Policy { get; init; } = JobPolicy.Default;

    /// <summary>Words by which its owner finds the job again, see <see cref="JobTags"/>; null for none. Part of the spec, never of the answer.</summary>
    [Id(5), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
