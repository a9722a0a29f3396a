using ElasticGrains.Cli.State;
using Microsoft.Data.Sqlite;

namespace ElasticGrains.Cli.Tests.Support;

/// <summary>Watches a ledger from outside, as a user would.</summary>
internal static class Ledgers
{
    /// <summary>Waits until a job in the directory has committed something.</summary>
    public static Task HasCommitsAsync(Scratch scratch, string state) =>
        Eventually.HoldsAsync(() => AnyCommittedAsync(Path.Combine(scratch.Directory, state)), $"a job in {state} has commits");

    /// <summary>Changes one row of a ledger behind everybody's back.</summary>
    public static void Execute(string directory, string statement)
    {
        using var ledger = new SqliteConnection($"Data Source={Path.Combine(directory, "ledger.db")};Pooling=False");
        ledger.Open();
        using var command = ledger.CreateCommand();
        command.CommandText = statement;
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    // Read here and not by a process: a test that waits for the middle of a job must be quicker than the job.
    private static async Task<bool> AnyCommittedAsync(string directory)
    {
        if (!LedgerFiles.Exists(directory))
        {
            return false;
        }

        await using var ledger = LedgerFiles.Open(directory);
        return (await ledger.Ledger.ListAsync()).Any(job => job.Committed > 0);
    }
}
