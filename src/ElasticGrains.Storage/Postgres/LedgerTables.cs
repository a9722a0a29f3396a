namespace ElasticGrains.Storage.Postgres;

/// <summary>The tables of ledger and blocks. Times are UTC ticks of 100 ns, checksums the bits of an unsigned number.</summary>
internal static class LedgerTables
{
    /// <summary>The key of what tells this ledger from all others.</summary>
    public const string IdentityKey = "ledger";

    public static readonly string[] Create =
    [
        "CREATE TABLE grid_meta(key text PRIMARY KEY, value text NOT NULL)",

        // Rows that every append rewrites leave room for their next versions on the same page.
        "CREATE TABLE jobs(job bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text NOT NULL UNIQUE, kernel text NOT NULL, spec_hash text NOT NULL, "
        + "accepted_at bigint NOT NULL, items bigint NOT NULL, writer_epoch bigint NOT NULL, version bigint NOT NULL, digest bigint, "
        + "sequence bigint NOT NULL, planned_shards int, shards int NOT NULL, last_number bigint NOT NULL, committed bigint NOT NULL, cover text NOT NULL, "
        + "final int, finished_at bigint, cancel_reason text) WITH (fillfactor = 50)",
        "CREATE INDEX unfinished_jobs ON jobs(job) WHERE final IS NULL",

        // The body is kept to the byte, for its checksum: json and jsonb would not do.
        "CREATE TABLE events(job bigint NOT NULL, sequence bigint NOT NULL, checksum bigint NOT NULL, body text NOT NULL, PRIMARY KEY(job, sequence))",

        "CREATE TABLE commits(job bigint NOT NULL, number bigint NOT NULL, sequence bigint NOT NULL, shard int NOT NULL, attempt bigint NOT NULL, "
        + "start_item bigint NOT NULL, end_item bigint NOT NULL, length bigint NOT NULL, checksum bigint NOT NULL, at bigint NOT NULL, block text, "
        + "block_length bigint, block_checksum bigint, inline bytea, PRIMARY KEY(job, number))",
        "CREATE UNIQUE INDEX commit_starts ON commits(job, start_item)",

        "CREATE TABLE shards(job bigint NOT NULL, shard int NOT NULL, start_item bigint NOT NULL, end_item bigint NOT NULL, committed_end bigint NOT NULL, "
        + "last_attempt bigint NOT NULL, running bigint NOT NULL, quarantined boolean NOT NULL, PRIMARY KEY(job, shard)) WITH (fillfactor = 70)",

        "CREATE TABLE blocks(block bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, job text NOT NULL, length bigint NOT NULL, checksum bigint NOT NULL)",
        "CREATE INDEX block_jobs ON blocks(job)",

        "CREATE TABLE block_chunks(block bigint NOT NULL, chunk int NOT NULL, data bytea NOT NULL, PRIMARY KEY(block, chunk))",

        // Partials are dense; trying to compress each MiB costs more than it saves.
        "ALTER TABLE block_chunks ALTER COLUMN data SET STORAGE EXTERNAL",
    ];

    /// <summary>Since version 2 a row of shards may stand for a run, and jobs have tags.</summary>
    public static readonly string[] AddRunsAndTags =
    [
        "ALTER TABLE shards ADD COLUMN more int NOT NULL DEFAULT 0",
        "ALTER TABLE jobs ADD COLUMN tags text",
        "CREATE INDEX cancel_requests ON jobs(job) WHERE final IS NULL AND cancel_reason IS NOT NULL",
    ];

    /// <summary>Since version 3 there are logs of jobs. The total is what a job's lines come to, up to this one.</summary>
    public static readonly string[] AddLogs =
    [
        "CREATE TABLE log_lines(job bigint NOT NULL, line bigint NOT NULL, shard int NOT NULL, attempt bigint NOT NULL, at bigint NOT NULL, "
        + "stream int NOT NULL, text text NOT NULL, total bigint NOT NULL, PRIMARY KEY(job, line))",
    ];

    /// <summary>
    /// Since version 4 the bytes of a block may be elsewhere: the place, and the object's name there, which begins with the ledger's identity. Until it has
    /// arrived nothing refers to it. An object whose row is gone is named among those to be deleted until it is.
    /// </summary>
    public static readonly string[] AddPlacesOfBlocks =
    [
        "ALTER TABLE blocks ADD COLUMN place text, ADD COLUMN object text, ADD COLUMN arrived boolean NOT NULL DEFAULT true",
        "CREATE TABLE blocks_gone(object text PRIMARY KEY, place text NOT NULL)",
        $"INSERT INTO grid_meta VALUES('{IdentityKey}', gen_random_uuid()::text)",
    ];

    /// <summary>Since version 5 a job may be found by what it computed, once it has succeeded (3).</summary>
    public static readonly string[] AddCacheKeys =
    [
        "ALTER TABLE jobs ADD COLUMN cache_key text",
    ];

    /// <summary>
    /// Since version 6 users may put inputs into the ledger. One that is deleted has no name any more, until its parts and it are gone; one that is complete has a fingerprint.
    /// </summary>
    public static readonly string[] AddUploads =
    [
        "CREATE TABLE uploads(upload bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text UNIQUE, fingerprint text, files text, file_count int NOT NULL, "
        + "length bigint NOT NULL, parts bigint NOT NULL, keep bigint NOT NULL, created_at bigint NOT NULL, used_at bigint NOT NULL, read_at bigint)",
        "CREATE TABLE upload_parts(upload bigint NOT NULL, part int NOT NULL, length int NOT NULL, checksum bigint NOT NULL, data bytea NOT NULL, PRIMARY KEY(upload, part))",
        "ALTER TABLE upload_parts ALTER COLUMN data SET STORAGE EXTERNAL",
    ];

    /// <summary>The index of jobs by what they computed, which is built while others read and write.</summary>
    public const string CachedAnswers = "cached_answers";

    /// <summary>Builds it; not to be called in a transaction.</summary>
    public const string CreateCachedAnswers = "CREATE INDEX CONCURRENTLY IF NOT EXISTS " + CachedAnswers + " ON jobs(cache_key, finished_at, job) WHERE final = 3 AND cache_key IS NOT NULL";
}
