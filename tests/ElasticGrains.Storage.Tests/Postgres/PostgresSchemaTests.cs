using ElasticGrains.Ledger;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Tests.Shared;
using Npgsql;

namespace ElasticGrains.Storage.Tests.Postgres;

public sealed class PostgresSchemaTests : IAsyncLifetime
{
    private PostgresStore _store = null!;

    private PostgresSchema Schema => new(_store);

    public async Task InitializeAsync() => _store = PostgresStore.Open(new PostgresStoreOptions { ConnectionString = await TestPostgres.DatabaseAsync() });

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task Migrate_ByManySilosAtOnce_IsDoneOnce()
    {
        var stores = Enumerable.Range(0, 8).Select(_ => PostgresStore.Open(_store.Options)).ToList();
        var statuses = await Task.WhenAll(stores.Select(store => new PostgresSchema(store).MigrateAsync("mine")));
        Assert.All(statuses, status => Assert.Equal(new SchemaStatus("elasticgrains", PostgresSchema.Version, "mine", true), status));
        Assert.Equal(statuses[0], await Schema.MigrateAsync("mine"));
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task Check_OfAnEmptyDatabase_SaysWhatToDo()
    {
        var error = await Assert.ThrowsAsync<DatabaseException>(() => Schema.CheckAsync("mine"));
        Assert.Contains("eg db migrate", error.Message);
        var use = await Assert.ThrowsAsync<DatabaseException>(() => new PostgresJobLedger(_store, TimeProvider.System).ListAsync());
        Assert.Contains("eg db migrate", use.Message);
    }

    [Fact]
    public async Task Migrate_OfTheVersionBeforeRuns_BringsItsJobsToThisOne()
    {
        await Schema.MigrateAsync("mine");
        var ledger = new PostgresJobLedger(_store, TimeProvider.System);
        await ledger.AcceptAsync(Events.Accepted("job", 20));
        await ledger.TakeWriterAsync("job", "old");
        await ExecuteAsync("UPDATE elasticgrains.grid_meta SET value = '1' WHERE key = 'version'; ALTER TABLE elasticgrains.shards DROP COLUMN more; "
            + "ALTER TABLE elasticgrains.jobs DROP COLUMN tags, DROP COLUMN cache_key; DROP INDEX elasticgrains.cancel_requests; DROP TABLE elasticgrains.log_lines; "
            + "ALTER TABLE elasticgrains.blocks DROP COLUMN place, DROP COLUMN object, DROP COLUMN arrived; DROP TABLE elasticgrains.blocks_gone, elasticgrains.uploads, elasticgrains.upload_parts; DELETE FROM elasticgrains.grid_meta WHERE key = 'ledger'");
        Assert.Equal(1, (await Schema.StatusAsync()).Version);
        Assert.Contains("'eg db migrate' brings it there", (await Assert.ThrowsAsync<DatabaseException>(() => Schema.CheckAsync("mine"))).Message);

        Assert.Equal(PostgresSchema.Version, (await Schema.MigrateAsync("mine")).Version);
        LedgerEvent[] events = [new LedgerEvent.Planned(10), Events.Granted(0, 1, more: 4), Events.Committed(1, 0, 1, 0, 2)];
        Assert.Equal(AppendStatus.Applied, (await ledger.AppendAsync(new JobAppend("job", 1, 1, events))).Status);
        Assert.Equal(1, await new PostgresJobLog(_store).AppendAsync("job", [new LogLine(0, 1, Events.Noon, LogStream.Out, "new")], long.MaxValue));
        Assert.Equal(5, (await new PostgresBlockStore(_store).PutAsync("job", new byte[5])).Length);
    }

    [Fact]
    public async Task Migrate_OfTheVersionBeforeCacheKeys_KeepsItsJobsAndLendsThoseToCome()
    {
        await Schema.MigrateAsync("mine");
        var ledger = new PostgresJobLedger(_store, TimeProvider.System);
        await ledger.AcceptAsync(Events.Accepted("old", 20));
        await ExecuteAsync("UPDATE elasticgrains.grid_meta SET value = '4' WHERE key = 'version'; ALTER TABLE elasticgrains.jobs DROP COLUMN cache_key; DROP TABLE elasticgrains.uploads, elasticgrains.upload_parts");
        Assert.Equal(4, (await Schema.StatusAsync()).Version);

        Assert.Equal(PostgresSchema.Version, (await Schema.MigrateAsync("mine")).Version);
        await ledger.AcceptAsWriterAsync(
            Events.Accepted("new", 0) with { CacheKey = "k" }, new LedgerEvent.WriterTaken(1, "me", Events.Noon), new JobAppend("new", 1, 1, [new LedgerEvent.Planned(0), Events.Succeeded()]));
        Assert.Equal([("new", true), ("old", false)], (await ledger.ListAsync()).Select(job => (job.Id, job.UsesCache)));
        Assert.Equal("new", (await ledger.FindAnswerAsync("k"))!.Source.JobId);
    }

    [Fact]
    public async Task Migrate_OfTheVersionBeforeInputs_TakesSomeWhileItsTablesAreInUse()
    {
        await Schema.MigrateAsync("mine");
        await ExecuteAsync("UPDATE elasticgrains.grid_meta SET value = '5' WHERE key = 'version'; DROP TABLE elasticgrains.uploads, elasticgrains.upload_parts");
        await using var holder = await _store.Source.OpenConnectionAsync();
        await using var held = await holder.BeginTransactionAsync();
        await using (var write = new NpgsqlCommand("LOCK TABLE elasticgrains.jobs, elasticgrains.blocks IN ROW EXCLUSIVE MODE", holder))
        {
            await write.ExecuteNonQueryAsync();
        }

        Assert.Equal(PostgresSchema.Version, (await Schema.MigrateAsync("mine")).Version);
        Assert.Equal("new", (await new PostgresUploads(_store, TimeProvider.System).BeginAsync("new", TimeSpan.FromDays(1))).Name);
    }

    /// <summary>As a dump of the database does.</summary>
    [Fact]
    public async Task Migrate_WhileSomebodyHoldsATable_KeepsNobodyElseFromIt()
    {
        await Schema.MigrateAsync("mine");
        await ExecuteAsync("UPDATE elasticgrains.grid_meta SET value = '4' WHERE key = 'version'; ALTER TABLE elasticgrains.jobs DROP COLUMN cache_key; DROP TABLE elasticgrains.uploads, elasticgrains.upload_parts");
        await using var holder = await _store.Source.OpenConnectionAsync();
        await using var held = await holder.BeginTransactionAsync();
        await using (var look = new NpgsqlCommand("LOCK TABLE elasticgrains.jobs IN ACCESS SHARE MODE", holder))
        {
            await look.ExecuteNonQueryAsync();
        }

        var migrating = Schema.MigrateAsync("mine");
        for (var look = 0; look < 20; look++)
        {
            // Each would time out after three seconds behind one that waits for the table.
            await ExecuteAsync("SELECT count(*) FROM elasticgrains.jobs");
        }

        Assert.False(migrating.IsCompleted);
        await held.RollbackAsync();
        Assert.Equal(PostgresSchema.Version, (await migrating).Version);
    }

    [Fact]
    public async Task Migrate_OfAnIndexThatWasBrokenOff_BuildsItAnew()
    {
        await Schema.MigrateAsync("mine");
        await ExecuteAsync("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'elasticgrains.cached_answers'::regclass");

        await Schema.MigrateAsync("mine");

        await using var valid = _store.Source.CreateCommand("SELECT indisvalid FROM pg_index WHERE indexrelid = 'elasticgrains.cached_answers'::regclass");
        Assert.Equal(true, await valid.ExecuteScalarAsync());
    }

    [Fact]
    public async Task FindAnswer_AmongManyJobs_ReadsAnIndexAlone()
    {
        await Schema.MigrateAsync("mine");
        await ExecuteAsync("SET search_path = elasticgrains; INSERT INTO jobs(id, kernel, spec_hash, accepted_at, items, writer_epoch, version, sequence, shards, last_number, committed, cover, final, finished_at, cache_key) "
            + "SELECT 'j' || n, 'k', '', 0, 0, 1, 1, 1, 0, 0, 0, '', 3, n, 'key' || (n % 10) FROM generate_series(1, 20000) AS n; ANALYZE jobs");
        await using var command = _store.Source.CreateCommand(
            "EXPLAIN SELECT * FROM elasticgrains.jobs WHERE cache_key = 'key7' AND final = 3 ORDER BY finished_at DESC, job DESC LIMIT 1");
        var plan = new List<string>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            plan.Add(row.GetString(0));
        }

        Assert.Contains(plan, line => line.Contains("Index Scan Backward using cached_answers", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, line => line.Contains("Sort", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Migrate_OfANewerSchema_IsRefused()
    {
        await Schema.MigrateAsync("mine");
        await ExecuteAsync("UPDATE elasticgrains.grid_meta SET value = '99' WHERE key = 'version'");
        var error = await Assert.ThrowsAsync<DatabaseException>(() => Schema.MigrateAsync("mine"));
        Assert.Contains("version 99, which a newer release wrote", error.Message);
        await Assert.ThrowsAsync<DatabaseException>(() => Schema.CheckAsync("mine"));
    }

    [Fact]
    public async Task Migrate_OfAnotherClustersSchema_IsRefused()
    {
        await Schema.MigrateAsync("theirs");
        var error = await Assert.ThrowsAsync<DatabaseException>(() => Schema.MigrateAsync("mine"));
        Assert.Contains("belongs to cluster 'theirs', not to 'mine'", error.Message);
        Assert.Equal("theirs", (await Schema.MigrateAsync(cluster: null)).Cluster);
    }

    [Fact]
    public async Task Agree_OnASchemaOfNobody_GivesItToTheCluster()
    {
        await Schema.MigrateAsync(cluster: null);
        await Schema.AgreeOnProtocolAsync("mine", 2);
        Assert.Equal("mine", (await Schema.StatusAsync()).Cluster);
        var error = await Assert.ThrowsAsync<DatabaseException>(() => Schema.AgreeOnProtocolAsync("theirs", 2));
        Assert.Contains("belongs to cluster 'mine', not to 'theirs'", error.Message);
    }

    [Theory]
    [InlineData("DELETE FROM elasticgrains.grid_meta")]
    [InlineData("DROP TABLE elasticgrains.grid_meta")]
    public async Task Migrate_OfAHalfRestoredSchema_IsRefused(string damage)
    {
        await Schema.MigrateAsync("mine");
        await ExecuteAsync(damage);
        var error = await Assert.ThrowsAsync<DatabaseException>(() => Schema.MigrateAsync("mine"));
        Assert.Contains("half restored", error.Message);
    }

    [Fact]
    public async Task Open_WithAWrongPassword_SaysSoWithoutIt()
    {
        var connection = new NpgsqlConnectionStringBuilder(_store.Options.ConnectionString) { Password = "hunter2" }.ToString();
        await using var store = PostgresStore.Open(new PostgresStoreOptions { ConnectionString = connection });
        var error = await Assert.ThrowsAsync<DatabaseException>(() => new PostgresSchema(store).StatusAsync());
        Assert.Contains("password", error.Message);
        Assert.DoesNotContain("hunter2", error.ToString());
    }

    [Fact]
    public async Task Open_OfADatabaseThatIsNotThere_NamesIt()
    {
        var connection = new NpgsqlConnectionStringBuilder(_store.Options.ConnectionString) { Database = "nowhere" }.ToString();
        await using var store = PostgresStore.Open(new PostgresStoreOptions { ConnectionString = connection });
        var error = await Assert.ThrowsAsync<DatabaseException>(() => new PostgresSchema(store).StatusAsync());
        Assert.Contains("\"nowhere\"", error.Message);
    }

    [Fact]
    public async Task Open_OfAServerThatIsNotThere_NamesIt()
    {
        await using var store = PostgresStore.Open(new PostgresStoreOptions { ConnectionString = "Host=127.0.0.1;Port=1;Username=me;Password=hunter2" });
        var error = await Assert.ThrowsAsync<LedgerUnavailableException>(() => new PostgresSchema(store).StatusAsync());
        Assert.Contains("127.0.0.1:1", error.Message);
        Assert.DoesNotContain("hunter2", error.ToString());
    }

    [Theory]
    [InlineData("Elastic")]
    [InlineData("a;b")]
    [InlineData("")]
    public void Schema_WithABadName_IsRefused(string name) =>
        Assert.Throws<ArgumentException>(() => new PostgresStoreOptions { ConnectionString = "", Schema = name });

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _store.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
