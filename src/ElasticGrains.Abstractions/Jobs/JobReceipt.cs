namespace ElasticGrains.Jobs;

/// <summary>The proof of a job: what the ledger says was computed, exactly once, by whom. <c>eg verify</c> checks it against the rows.</summary>
[GenerateSerializer, Immutable, Alias("eg.job.receipt")]
public sealed record JobReceipt
{
    /// <summary>The job's id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The kernel and its version, for example <c>wordcount@1</c>.</summary>
    [Id(1)] public required string Kernel { get; init; }

    /// <summary>XxHash128 of the spec, in hexadecimal.</summary>
    [Id(2)] public required string SpecHash { get; init; }

    /// <summary>The phase.</summary>
    [Id(3)] public required JobPhase Phase { get; init; }

    /// <summary>All items.</summary>
    [Id(4)] public long Items { get; init; }

    /// <summary>
    /// Items in committed ranges of this job; equals <see cref="Items"/> when the job succeeded by itself. 0 when it has the answer of another
    /// (<see cref="CopiedFrom"/>).
    /// </summary>
    [Id(5)] public long Covered { get; init; }

    /// <summary>Committed partial results; their numbers are 1 … this.</summary>
    [Id(6)] public long Commits { get; init; }

    /// <summary>Shards, planned and split off.</summary>
    [Id(7)] public int Shards { get; init; }

    /// <summary>Attempts granted.</summary>
    [Id(8)] public int Attempts { get; init; }

    /// <summary>Splits.</summary>
    [Id(9)] public int Splits { get; init; }

    /// <summary>Writer epochs: 1 plus the number of times another activation or process took over.</summary>
    [Id(10)] public long Writers { get; init; }

    /// <summary>The <see cref="Hashing.CoverHash"/> of the committed ranges and their checksums, in hexadecimal.</summary>
    [Id(11)] public required string CoverHash { get; init; }

    /// <summary>XxHash128 of the answer's JSON, in hexadecimal; null when there is no answer.</summary>
    [Id(12)] public string? ResultHash { get; init; }

    /// <summary>When the job was accepted.</summary>
    [Id(13)] public DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    [Id(14)] public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The job whose answer it has, without having computed anything (<see cref="JobPolicy.Cache"/>); null when it has its own, or none.</summary>
    [Id(15)] public string? CopiedFrom { get; init; }
}
