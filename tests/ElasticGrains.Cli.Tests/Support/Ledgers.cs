using ElasticGrains.Cli.State;
using Microsoft.Data.Sqlite;

namespace ElasticGrains.Cli.Tests.Support;

/// <summary>Watches a ledger from outside, as a user would.</summary>
internal static class Ledgers
{
    // SQLITE_BUSY of the SQLite documentation.
    private const int SqliteBusy = 5;

    /// <summary>Waits until a job in the directory has committed something; fails at once when the command that runs it ends without.</summary>
    public static Task HasCommitsAsync(Scratch scratch, string state, RunningEg command) => command.ReachesAsync(
        async () => await CommittedAsync(scratch, state) > 0, $"a job in {state} has commits");

    /// <summary>How many items the jobs in the directory have committed.</summary>
    // Read here and not by a process: a test that waits for the middle of a job must be quicker than the job.
    public static async Task<long> CommittedAsync(Scratch scratch, string state)
    {
        var directory = Path.Combine(scratch.Directory, state);
        if (!LedgerFiles.Exists(directory))
        {
            return 0;
        }

        await using var ledger = LedgerFiles.Open(directory);
        return (await ledger.Ledger.ListAsync()).Sum(job => job.Committed);
    }

    /// <summary>Changes one row of a ledger behind everybody's back.</summary>
    public static void Execute(string directory, string statement)
    {
        using var ledger = new SqliteConnection($"Data Source={Path.Combine(directory, "ledger.db")};Pooling=False");
        ledger.Open();
        using var command = ledger.CreateCommand();
        command.CommandText = statement;
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    /// <summary>How many rows a table of a ledger has.</summary>
    public static long Count(string directory, string table)
    {
        using var ledger = new SqliteConnection($"Data Source={Path.Combine(directory, "ledger.db")};Pooling=False");
        ledger.Open();
        using var command = ledger.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>True when nobody is inside a transaction of the ledger.</summary>
    public static bool IsUnlocked(string directory)
    {
        using var ledger = new SqliteConnection($"Data Source={Path.Combine(directory, "ledger.db")};Pooling=False;Default Timeout=1");
        ledger.Open();
        try
        {
            using var transaction = ledger.BeginTransaction(deferred: false);
            transaction.Rollback();
            return true;
        }
        catch (SqliteException error) when (error.SqliteErrorCode == SqliteBusy)
        {
            return false;
        }
    }
}
