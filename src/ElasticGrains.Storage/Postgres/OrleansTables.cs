namespace ElasticGrains.Storage.Postgres;

/// <summary>
/// The tables of Orleans' ADO.NET providers (membership, grain state, reminders) and the texts by which these read and write them. Only
/// the keys of the texts, their parameters and the columns of their answers are Orleans'; each changing text is one atomic statement.
/// </summary>
internal static class OrleansTables
{
    private const string Silo = "cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation";

    private const string MembershipColumns = "s.address AS \"Address\", s.port AS \"Port\", s.generation AS \"Generation\", s.name AS \"SiloName\", "
        + "s.host AS \"HostName\", s.status AS \"Status\", s.proxy_port AS \"ProxyPort\", s.suspect_times AS \"SuspectTimes\", "
        + "s.start_time AS \"StartTime\", s.i_am_alive AS \"IAmAliveTime\", v.version AS \"Version\"";

    private const string State = "service = @ServiceId AND type_hash = @GrainTypeHash AND id_hash = @GrainIdHash AND id_n0 = @GrainIdN0 "
        + "AND id_n1 = @GrainIdN1 AND type = @GrainTypeString AND extension = coalesce(@GrainIdExtensionString::text, '')";

    private const string ReminderColumns = "grain_id AS \"GrainId\", name AS \"ReminderName\", start_time AS \"StartTime\", period AS \"Period\", version AS \"Version\"";

    // A sign of life carries the database's time: a silo whose own clock is minutes slow would otherwise be taken for dead when it joins.
    // The version of the table is its lock: of two changes that read the same version only one finds it again.
    private static readonly (string Key, string Text)[] Queries =
    [
        ("InsertMembershipVersionKey",
            "WITH made AS (INSERT INTO orleans_cluster(cluster, version) VALUES(@DeploymentId, 0) ON CONFLICT DO NOTHING RETURNING 1) "
            + "SELECT count(*) = 1 FROM made"),
        ("InsertMembershipKey",
            "WITH turn AS (UPDATE orleans_cluster SET version = version + 1 WHERE cluster = @DeploymentId AND version = @Version "
            + $"AND NOT EXISTS (SELECT 1 FROM orleans_silo WHERE {Silo}) RETURNING 1), "
            + "made AS (INSERT INTO orleans_silo(cluster, address, port, generation, name, host, status, proxy_port, start_time, i_am_alive) "
            + "SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, now() FROM turn RETURNING 1) "
            + "SELECT count(*) = 1 FROM made"),
        ("UpdateMembershipKey",
            "WITH turn AS (UPDATE orleans_cluster SET version = version + 1 WHERE cluster = @DeploymentId AND version = @Version "
            + $"AND EXISTS (SELECT 1 FROM orleans_silo WHERE {Silo}) RETURNING 1), "
            + "changed AS (UPDATE orleans_silo SET status = @Status, suspect_times = @SuspectTimes::text, i_am_alive = now() FROM turn "
            + $"WHERE {Silo} RETURNING 1) SELECT count(*) = 1 FROM changed"),
        ("UpdateIAmAlivetimeKey", $"UPDATE orleans_silo SET i_am_alive = now() WHERE {Silo}"),
        ("MembershipReadAllKey",
            $"SELECT {MembershipColumns} FROM orleans_cluster v LEFT JOIN orleans_silo s ON s.cluster = v.cluster WHERE v.cluster = @DeploymentId"),
        ("MembershipReadRowKey",
            $"SELECT {MembershipColumns} FROM orleans_cluster v LEFT JOIN orleans_silo s ON s.cluster = v.cluster AND s.address = @Address "
            + "AND s.port = @Port AND s.generation = @Generation WHERE v.cluster = @DeploymentId"),
        ("GatewaysQueryKey",
            "SELECT address AS \"Address\", proxy_port AS \"ProxyPort\", generation AS \"Generation\" FROM orleans_silo "
            + "WHERE cluster = @DeploymentId AND status = @Status AND proxy_port > 0"),
        ("DeleteMembershipTableEntriesKey",
            "WITH gone AS (DELETE FROM orleans_silo WHERE cluster = @DeploymentId) DELETE FROM orleans_cluster WHERE cluster = @DeploymentId"),
        ("CleanupDefunctSiloEntriesKey", "DELETE FROM orleans_silo WHERE cluster = @DeploymentId AND i_am_alive < @IAmAliveTime AND status <> 3"),

        ("ReadFromStorageKey", $"SELECT payload AS \"PayloadBinary\", version AS \"Version\" FROM orleans_state WHERE {State}"),
        ("WriteToStorageKey",
            "WITH made AS (INSERT INTO orleans_state(service, type_hash, id_hash, id_n0, id_n1, type, extension, payload, version) "
            + "SELECT @ServiceId, @GrainTypeHash, @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeString, coalesce(@GrainIdExtensionString::text, ''), "
            + "@PayloadBinary::bytea, 1 WHERE @GrainStateVersion::int IS NULL ON CONFLICT DO NOTHING RETURNING version), "
            + "changed AS (UPDATE orleans_state SET payload = @PayloadBinary::bytea, version = version + 1 "
            + $"WHERE {State} AND version = @GrainStateVersion::int RETURNING version) "
            + "SELECT coalesce((SELECT version FROM made), (SELECT version FROM changed), @GrainStateVersion::int) AS \"NewGrainStateVersion\""),
        ("ClearStorageKey",
            $"WITH changed AS (UPDATE orleans_state SET payload = NULL, version = version + 1 WHERE {State} AND version = @GrainStateVersion::int "
            + "RETURNING version) SELECT coalesce((SELECT version FROM changed), @GrainStateVersion::int)"),
        ("DeleteStorageKey",
            $"WITH gone AS (DELETE FROM orleans_state WHERE {State} AND version = @GrainStateVersion::int RETURNING version) "
            + "SELECT coalesce((SELECT version + 1 FROM gone), @GrainStateVersion::int)"),

        ("UpsertReminderRowKey",
            "INSERT INTO orleans_reminder(service, grain_hash, grain_id, name, start_time, period, version) "
            + "VALUES(@ServiceId, @GrainHash, @GrainId, @ReminderName, @StartTime, @Period, 0) ON CONFLICT (service, grain_id, name) DO UPDATE SET "
            + "grain_hash = excluded.grain_hash, start_time = excluded.start_time, period = excluded.period, version = orleans_reminder.version + 1 "
            + "RETURNING version AS \"Version\""),
        ("ReadReminderRowsKey", $"SELECT {ReminderColumns} FROM orleans_reminder WHERE service = @ServiceId AND grain_id = @GrainId"),
        ("ReadReminderRowKey", $"SELECT {ReminderColumns} FROM orleans_reminder WHERE service = @ServiceId AND grain_id = @GrainId AND name = @ReminderName"),
        ("ReadRangeRows1Key", $"SELECT {ReminderColumns} FROM orleans_reminder WHERE service = @ServiceId AND grain_hash > @BeginHash AND grain_hash <= @EndHash"),
        ("ReadRangeRows2Key", $"SELECT {ReminderColumns} FROM orleans_reminder WHERE service = @ServiceId AND (grain_hash > @BeginHash OR grain_hash <= @EndHash)"),
        ("DeleteReminderRowKey",
            "WITH gone AS (DELETE FROM orleans_reminder WHERE service = @ServiceId AND grain_id = @GrainId AND name = @ReminderName AND version = @Version "
            + "RETURNING 1) SELECT count(*) = 1 FROM gone"),
        ("DeleteReminderRowsKey", "DELETE FROM orleans_reminder WHERE service = @ServiceId"),
    ];

    public static readonly string[] Create =
    [
        // The providers ask for this name.
        "CREATE TABLE orleansquery(querykey text PRIMARY KEY, querytext text NOT NULL)",
        "CREATE TABLE orleans_cluster(cluster text PRIMARY KEY, version int NOT NULL)",
        "CREATE TABLE orleans_silo(cluster text NOT NULL REFERENCES orleans_cluster, address text NOT NULL, port int NOT NULL, generation int NOT NULL, "
        + "name text NOT NULL, host text NOT NULL, status int NOT NULL, proxy_port int NOT NULL, suspect_times text, start_time timestamptz NOT NULL, "
        + "i_am_alive timestamptz NOT NULL, PRIMARY KEY(cluster, address, port, generation))",
        "CREATE TABLE orleans_state(service text NOT NULL, type_hash int NOT NULL, id_hash int NOT NULL, id_n0 bigint NOT NULL, id_n1 bigint NOT NULL, "
        + "type text NOT NULL, extension text NOT NULL, payload bytea, version int NOT NULL, "
        + "PRIMARY KEY(service, id_hash, id_n0, id_n1, type, extension, type_hash))",
        "CREATE TABLE orleans_reminder(service text NOT NULL, grain_hash int NOT NULL, grain_id text NOT NULL, name text NOT NULL, "
        + "start_time timestamptz NOT NULL, period bigint NOT NULL, version int NOT NULL, PRIMARY KEY(service, grain_id, name))",
        "CREATE INDEX orleans_reminder_hashes ON orleans_reminder(service, grain_hash)",
        "INSERT INTO orleansquery VALUES" + string.Join(", ", Queries.Select(query => $"('{query.Key}', '{query.Text.Replace("'", "''", StringComparison.Ordinal)}')")),
    ];
}
