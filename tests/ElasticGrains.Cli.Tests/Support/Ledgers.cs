using Microsoft.Data.Sqlite;

namespace ElasticGrains.Cli.Tests.Support;

/// <summary>Watches a ledger from outside, as a user would.</summary>
internal static class Ledgers
{
    /// <summary>Waits until a job in the directory has committed something.</summary>
    public static Task HasCommitsAsync(Scratch scratch, string state) => Eventually.HoldsAsync(
        async () => (await Eg.RunAsync(scratch, "job", "list", "--state", state, "-o", "json")) is { ExitCode: 0 } list
            && list.Json.EnumerateArray().Any(job => job.GetProperty("job").GetProperty("committed").GetInt64() > 0),
        $"a job in {state} has commits");

    /// <summary>Changes one row of a ledger behind everybody's back.</summary>
    public static void Execute(string directory, string statement)
    {
        using var ledger = new SqliteConnection($"Data Source={Path.Combine(directory, "ledger.db")};Pooling=False");
        ledger.Open();
        using var command = ledger.CreateCommand();
        command.CommandText = statement;
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
