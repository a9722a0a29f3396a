using Microsoft.Data.Sqlite;

namespace ElasticGrains.Runtime.Tests.Support;

/// <summary>A state directory that is gone after the test.</summary>
public sealed class TestDirectory : IDisposable
{
    private const string Ledger = "ledger.db";

    public string Path { get; } = Directory.CreateTempSubdirectory("elasticgrains-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>Copies the ledger as a process that dies now would leave it: the file and what is only in its log.</summary>
    public TestDirectory CopyAsAfterDeath()
    {
        var copy = new TestDirectory();
        using (var connection = Open())
        {
            // Nobody writes while the two files are copied; that is what makes them of one moment.
            Execute(connection, "BEGIN IMMEDIATE");
            foreach (var name in new[] { Ledger, Ledger + "-wal" })
            {
                File.Copy(System.IO.Path.Combine(Path, name), System.IO.Path.Combine(copy.Path, name));
            }

            Execute(connection, "ROLLBACK");
        }

        copy.DeclareOwnerDead();
        return copy;
    }

    /// <summary>Makes the owner look like a process that has ended, so that the next one takes over.</summary>
    public void DeclareOwnerDead()
    {
        using var connection = Open();
        Execute(connection, "UPDATE owner SET pid = 2147483647, started = 'long ago'");
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={System.IO.Path.Combine(Path, Ledger)};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are this class's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
