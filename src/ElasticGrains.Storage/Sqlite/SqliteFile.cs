namespace ElasticGrains.Storage.Sqlite;

/// <summary>The ledger file itself.</summary>
internal static class SqliteFile
{
    /// <summary>
    /// Makes the file when it is missing: aside, and then moved into place whole. Whoever opens it meanwhile finds no ledger or a complete one;
    /// one that is only being made is locked for them, without a wait (SQLite asks nobody while it changes to a write-ahead log).
    /// </summary>
    public static void CreateIfMissing(string file, SqliteStoreOptions options)
    {
        if (Path.Exists(file))
        {
            return;
        }

        var fresh = $"{file}.{Environment.ProcessId}-{Guid.NewGuid():n}";
        try
        {
            using (var session = SqliteSession.OpenWriter(fresh, options))
            {
                SqliteSchema.Ensure(session, file);
            }

            File.Move(fresh, file, overwrite: false);
        }
        catch (IOException) when (Path.Exists(file))
        {
            // Another was first.
        }
        finally
        {
            Remove(fresh);
        }
    }

    private static void Remove(string fresh)
    {
        try
        {
            foreach (var end in new[] { "", "-wal", "-shm" })
            {
                File.Delete(fresh + end);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Where it could not be made, it need not be removed either.
        }
    }
}
