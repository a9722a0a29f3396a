namespace ElasticGrains.Cli.State;

/// <summary>Where ledgers lie: in one directory that the user named, or in one per job below <c>.eg/</c> of the current directory.</summary>
/// <param name="Named">The directory that the user named, or null.</param>
internal sealed record StatePlaces(string? Named)
{
    public const string DefaultRoot = ".eg";

    public const string DefaultClusterDirectory = $"{DefaultRoot}/cluster";

    /// <summary>The place in the user's words.</summary>
    public string Text => Named ?? $"{DefaultRoot}/";

    /// <summary>The option that names it in a command to copy, with a space before it; empty when the user named none.</summary>
    public string Option => Named is null ? "" : $" --state {(Named.All(IsPlain) ? Named : $"'{Named.Replace("'", "'\\''", StringComparison.Ordinal)}'")}";

    /// <summary>Where a new job's ledger goes.</summary>
    public string DirectoryOf(string jobId) => Path.GetFullPath(Named ?? Path.Combine(DefaultRoot, jobId));

    /// <summary>Where a cluster of this machine keeps what it needs.</summary>
    public string ClusterDirectory => Path.GetFullPath(Named ?? DefaultClusterDirectory);

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '.' or '_' or '-' or '\\' or ':';

    /// <summary>The directories that hold a ledger now.</summary>
    public IReadOnlyList<string> Existing()
    {
        if (Named is not null)
        {
            return LedgerFiles.Exists(Named) ? [Path.GetFullPath(Named)] : [];
        }

        return Directory.Exists(DefaultRoot)
            ? [.. Directory.EnumerateDirectories(Path.GetFullPath(DefaultRoot)).Where(LedgerFiles.Exists).Order(StringComparer.Ordinal)]
            : [];
    }
}
