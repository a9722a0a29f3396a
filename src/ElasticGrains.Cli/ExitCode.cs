namespace ElasticGrains.Cli;

/// <summary>What <c>eg</c> says to the shell. Documented in README.md.</summary>
internal enum ExitCode
{
    /// <summary>Done: the job succeeded, or the question was answered.</summary>
    Done = 0,

    /// <summary>The job failed or was cancelled, a check has findings, or what was asked for is not there yet.</summary>
    Failed = 1,

    /// <summary>The command line or its input makes no sense; nothing was started.</summary>
    Usage = 2,

    /// <summary>The grid would not: the id or the directory is taken, its version is newer, or another process took over.</summary>
    Refused = 3,

    /// <summary>The ledger cannot be read or written now.</summary>
    Unreachable = 4,

    /// <summary>A shard was replayed, and its kernel threw again.</summary>
    Threw = 5,

    /// <summary>Stopped by Ctrl-C or SIGTERM (128 + SIGINT, as shells have it); the job goes on with <c>--resume</c>.</summary>
    Stopped = 130,
}
