namespace ElasticGrains.Inputs;

/// <summary>An input that lies in a grid: files under a name, which is theirs alone until they are deleted. Once it is complete it never changes.</summary>
[GenerateSerializer, Immutable, Alias("eg.upload.input")]
public sealed record UploadedInput
{
    /// <summary>Its name, see <see cref="UploadRules.NameProblem"/>.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>What tells the ledger that has it from all others.</summary>
    [Id(1)] public required string Ledger { get; init; }

    /// <summary>What tells it from others that had its name.</summary>
    [Id(2)] public required long Number { get; init; }

    /// <summary>The bytes of all its files, or those of the parts that are there while it is not complete.</summary>
    [Id(3)] public required long Length { get; init; }

    /// <summary>How many parts there are.</summary>
    [Id(4)] public required long Parts { get; init; }

    /// <summary>See <see cref="UploadRules.FingerprintOf"/>; null while it is not complete.</summary>
    [Id(5)] public string? Fingerprint { get; init; }

    /// <summary>How many files it has; 0 while it is not complete.</summary>
    [Id(6)] public int FileCount { get; init; }

    /// <summary>Its files, ordinal by path; null in lists, and while it is not complete.</summary>
    [Id(7)] public IReadOnlyList<UploadedFile>? Files { get; init; }

    /// <summary>When it was begun.</summary>
    [Id(8)] public required DateTimeOffset Created { get; init; }

    /// <summary>When it was read, completed or put again most recently; of one that is not complete, when its last part came, to the minute.</summary>
    [Id(9)] public required DateTimeOffset LastUsed { get; init; }

    /// <summary>When it was read most recently, to the minute; null for never.</summary>
    [Id(10)] public DateTimeOffset? LastRead { get; init; }

    /// <summary>How long it is kept after its last use.</summary>
    [Id(11)] public required TimeSpan Keep { get; init; }

    /// <summary>True when all of it is there; then it can be read, and never changes.</summary>
    public bool IsComplete => Fingerprint is not null;

    /// <summary>When it is forgotten, unless it is used before; of one that is not complete, unless it goes on before.</summary>
    public DateTimeOffset Expires => LastUsed + (IsComplete ? Keep : UploadRules.UnfinishedFor);

    /// <summary>True when somebody is taken to read it.</summary>
    public bool IsInUse(DateTimeOffset now) => now - LastRead < UploadRules.LeaseFor;
}
