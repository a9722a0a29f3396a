namespace ElasticGrains.Storage.Postgres;

/// <summary>Where this machine keeps the programs of a PostgreSQL server.</summary>
public static class PostgresBinaries
{
    /// <summary>Names a directory to look in first.</summary>
    public const string Variable = "EG_POSTGRES_BIN";

    /// <summary>The directory with <c>initdb</c> and <c>pg_ctl</c>, of the newest version where there are several; null when there is none.</summary>
    public static string? Find()
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string?[] candidates =
        [
            named, .. onPath,
            .. Versions("/usr/lib/postgresql", "*"),
            .. Versions("/opt/homebrew/opt", "postgresql*"),
            .. Versions("/usr", "pgsql*"),
            .. OperatingSystem.IsWindows() ? Versions(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "*") : [],
        ];
        return candidates.FirstOrDefault(directory => directory is not null && HasServer(directory));
    }

    private static bool HasServer(string directory)
    {
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        return File.Exists(Path.Combine(directory, "initdb" + suffix)) && File.Exists(Path.Combine(directory, "pg_ctl" + suffix));
    }

    private static IEnumerable<string> Versions(string parent, string pattern) => Directory.Exists(parent)
        ? Directory.GetDirectories(parent, pattern).OrderByDescending(NumberOf).Select(version => Path.Combine(version, "bin"))
        : [];

    private static int NumberOf(string directory) =>
        int.TryParse(string.Concat(Path.GetFileName(directory).Where(char.IsAsciiDigit).Take(4)), out var number) ? number : 0;
}
