using System.Globalization;
using ElasticGrains.Storage.Local;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>The tables of a ledger file.</summary>
internal static class SqliteSchema
{
    /// <summary>The version this build reads and writes. A release that changes the tables raises it and migrates.</summary>
    public const int Version = 6;

    private const int OldestMigrated = 2;

    // The total is what a job's lines come to, up to this one.
    private const string LogLines = "CREATE TABLE log_lines(job INTEGER NOT NULL, line INTEGER NOT NULL, shard INTEGER NOT NULL, attempt INTEGER NOT NULL, "
        + "at INTEGER NOT NULL, stream INTEGER NOT NULL, text TEXT NOT NULL, total INTEGER NOT NULL, PRIMARY KEY(job, line)) WITHOUT ROWID";

    // Jobs by what they computed, once they have succeeded (3).
    private const string CachedAnswers = "CREATE INDEX cached_answers ON jobs(cache_key, finished_at, job) WHERE final = 3 AND cache_key IS NOT NULL";

    // What tells this ledger from all others, though not from copies of its file.
    private const string Identity = "INSERT INTO meta VALUES('ledger', lower(hex(randomblob(16))))";

    // AUTOINCREMENT: the number of an input that was deleted never names another one. Until its parts and it are gone it has no name; one that is complete has a fingerprint.
    private const string Uploads = "CREATE TABLE uploads(upload INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, fingerprint TEXT, files TEXT, file_count INTEGER NOT NULL, "
        + "length INTEGER NOT NULL, parts INTEGER NOT NULL, keep INTEGER NOT NULL, created_at INTEGER NOT NULL, used_at INTEGER NOT NULL, read_at INTEGER)";

    private const string UploadParts = "CREATE TABLE upload_parts(upload INTEGER NOT NULL, part INTEGER NOT NULL, length INTEGER NOT NULL, checksum INTEGER NOT NULL, "
        + "data BLOB NOT NULL, PRIMARY KEY(upload, part)) WITHOUT ROWID";

    private static readonly string[] Tables =
    [
        "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",

        "CREATE TABLE owner(one INTEGER PRIMARY KEY CHECK(one = 1), epoch INTEGER NOT NULL, held INTEGER NOT NULL, host TEXT NOT NULL, "
        + "pid INTEGER NOT NULL, started TEXT NOT NULL, description TEXT NOT NULL, since INTEGER NOT NULL, heartbeat INTEGER NOT NULL)",

        // Times are UTC ticks of 100 ns, checksums the bits of an unsigned number.
        "CREATE TABLE jobs(job INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kernel TEXT NOT NULL, spec_hash TEXT NOT NULL, "
        + "accepted_at INTEGER NOT NULL, items INTEGER NOT NULL, writer_epoch INTEGER NOT NULL, version INTEGER NOT NULL, digest INTEGER, "
        + "sequence INTEGER NOT NULL, planned_shards INTEGER, shards INTEGER NOT NULL, last_number INTEGER NOT NULL, "
        + "committed INTEGER NOT NULL, cover TEXT NOT NULL, final INTEGER, finished_at INTEGER, cancel_reason TEXT, tags TEXT, cache_key TEXT)",
        CachedAnswers,

        "CREATE TABLE events(job INTEGER NOT NULL, sequence INTEGER NOT NULL, checksum INTEGER NOT NULL, body TEXT NOT NULL, "
        + "PRIMARY KEY(job, sequence)) WITHOUT ROWID",

        // A commit is an event whose sequence is its place among the others. The payload stands last: a scan does not read it.
        "CREATE TABLE commits(job INTEGER NOT NULL, number INTEGER NOT NULL, sequence INTEGER NOT NULL, shard INTEGER NOT NULL, "
        + "attempt INTEGER NOT NULL, start_item INTEGER NOT NULL, end_item INTEGER NOT NULL, length INTEGER NOT NULL, "
        + "checksum INTEGER NOT NULL, at INTEGER NOT NULL, block TEXT, block_length INTEGER, block_checksum INTEGER, inline BLOB, "
        + "PRIMARY KEY(job, number)) WITHOUT ROWID",
        "CREATE UNIQUE INDEX commit_starts ON commits(job, start_item)",

        "CREATE TABLE shards(job INTEGER NOT NULL, shard INTEGER NOT NULL, start_item INTEGER NOT NULL, end_item INTEGER NOT NULL, "
        + "committed_end INTEGER NOT NULL, last_attempt INTEGER NOT NULL, running INTEGER NOT NULL, quarantined INTEGER NOT NULL, "
        + "more INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(job, shard)) WITHOUT ROWID",

        // AUTOINCREMENT: the id of a purged block never names another one.
        "CREATE TABLE blocks(block INTEGER PRIMARY KEY AUTOINCREMENT, job TEXT NOT NULL, length INTEGER NOT NULL, checksum INTEGER NOT NULL)",
        "CREATE INDEX block_jobs ON blocks(job)",
        "CREATE TABLE block_chunks(block INTEGER NOT NULL, chunk INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY(block, chunk)) WITHOUT ROWID",
        LogLines,
        Uploads,
        UploadParts,
        Identity,
    ];

    // By the version that they start from.
    private static readonly Dictionary<int, string[]> Migrations = new()
    {
        [OldestMigrated] = ["ALTER TABLE shards ADD COLUMN more INTEGER NOT NULL DEFAULT 0", "ALTER TABLE jobs ADD COLUMN tags TEXT"],
        [3] = [LogLines],
        [4] = ["ALTER TABLE jobs ADD COLUMN cache_key TEXT", CachedAnswers],
        [5] = [Uploads, UploadParts, Identity],
    };

    /// <summary>Creates the tables in an empty file, brings older ones to this version, or checks that they are of it.</summary>
    /// <exception cref="StateDirectoryException">The file is a database of something else.</exception>
    /// <exception cref="StateVersionException">A newer version wrote it, or one that is too old.</exception>
    public static void Ensure(SqliteSession session, string file)
    {
        if (Check(session, file) == Version)
        {
            return;
        }

        session.Execute("BEGIN IMMEDIATE");
        try
        {
            Migrate(session, Check(session, file));
            session.Execute("COMMIT");
        }
        catch
        {
            if (session.IsInTransaction)
            {
                session.Execute("ROLLBACK");
            }

            throw;
        }
    }

    private static void Migrate(SqliteSession session, int found)
    {
        if (found == 0)
        {
            foreach (var table in Tables)
            {
                session.Execute(table);
            }
        }

        for (var version = found == 0 ? Version : found; version < Version; version++)
        {
            Array.ForEach(Migrations[version], session.Execute);
        }

        session["INSERT INTO meta VALUES('schema', ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value"]
            .Bind(Version.ToString(CultureInfo.InvariantCulture)).Run();
    }

    /// <summary>The version of the tables, one that this build can use; 0 when the file is empty.</summary>
    private static int Check(SqliteSession session, string file)
    {
        var master = session["SELECT count(*), coalesce(sum(name = 'meta'), 0) FROM sqlite_master"];
        master.Step();
        var (tables, meta) = (master.Long(0), master.Long(1));
        master.Reset();
        if (tables == 0)
        {
            return 0;
        }

        var found = meta == 1 ? ReadVersion(session) : null;
        return found switch
        {
            >= OldestMigrated and <= Version => found.Value,
            < OldestMigrated => throw new StateVersionException(
                $"{file} was written by an older version (schema {found}, this one knows {OldestMigrated} to {Version}); finish its jobs with that version or use another directory."),
            > Version => throw new StateVersionException(
                $"{file} was written by a newer version (schema {found}, this one knows {Version}); use that version or another directory."),
            _ => throw new StateDirectoryException($"{file} is a database, but not a job ledger; choose another directory."),
        };
    }

    private static int? ReadVersion(SqliteSession session)
    {
        var row = session["SELECT value FROM meta WHERE key = 'schema'"];
        var version = row.Step() && int.TryParse(row.Text(0), CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
        row.Reset();
        return version;
    }
}
