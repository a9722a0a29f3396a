using ElasticGrains.Blocks;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Storage.Tests.Ledger;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.S3;

#pragma warning disable CA1001 // CloseAsync disposes.
public sealed class S3SweepTests : SweepContract
{
    private RemoteStore _remote = null!;

    [Fact]
    public async Task Sweep_OfOrphans_DeletesTheirObjectsAlone()
    {
        var (ledger, blocks) = (new PostgresJobLedger(_remote.Store, TimeProvider.System), _remote.Blocks());
        var kept = await blocks.PutAsync("job", new byte[1]);
        await blocks.PutAsync("job", new byte[2]);
        await EndAsync(ledger, kept);

        Assert.Equal(1, await blocks.SweepAsync("job"));

        Assert.Equal(1, new FileInfo(Assert.Single(_remote.Server.Objects)).Length);
    }

    [Fact]
    public async Task Purge_OfAJob_DeletesItsObjects()
    {
        var ledger = new PostgresJobLedger(_remote.Store, TimeProvider.System);
        await EndAsync(ledger, await _remote.Blocks().PutAsync("job", new byte[1]));
        await _remote.Blocks().PutAsync("other", new byte[2]);

        Assert.Equal(1, await ledger.PurgeAsync(["job"]));

        Assert.Equal(2, new FileInfo(Assert.Single(_remote.Server.Objects)).Length);
    }

    [Fact]
    public async Task Purge_WhileTheServerIsAway_DeletesTheObjectsWithTheNext()
    {
        var ledger = new PostgresJobLedger(_remote.Store, TimeProvider.System);
        await EndAsync(ledger, await _remote.Blocks().PutAsync("job", new byte[1]));
        await _remote.Server.KillAsync();

        Assert.Equal(1, await ledger.PurgeAsync(["job"]));
        await _remote.Server.GoOnAsync();
        Assert.Single(_remote.Server.Objects);
        await _remote.Blocks().SweepAsync("another");

        Assert.Empty(_remote.Server.Objects);
        Assert.Equal(0, await _remote.Store.Remote.CollectAsync(default));
    }

    [Fact]
    public async Task Collect_ByOneWhoseBlocksGoToTheDatabase_DeletesAsWell()
    {
        var ledger = new PostgresJobLedger(_remote.Store, TimeProvider.System);
        await EndAsync(ledger, await _remote.Blocks().PutAsync("job", new byte[1]));
        await _remote.Server.KillAsync();
        await ledger.PurgeAsync(["job"]);
        await _remote.Server.GoOnAsync();
        await using var store = PostgresStore.Open(new PostgresStoreOptions { ConnectionString = _remote.Database });

        Assert.Equal(1, await new PostgresBlockStore(store).CollectAsync());

        Assert.Empty(_remote.Server.Objects);
    }

    [Fact]
    public async Task Collect_WhereOneBucketIsGone_DeletesTheRestAndSaysSo()
    {
        var gone = _remote.Server.Place.Replace("blocks", "nothing", StringComparison.Ordinal);
        await using (var command = _remote.Store.Source.CreateCommand($"INSERT INTO blocks_gone SELECT '0' || number, '{gone}' FROM generate_series(1, 1500) number"))
        {
            await command.ExecuteNonQueryAsync();
        }

        var ledger = new PostgresJobLedger(_remote.Store, TimeProvider.System);
        await EndAsync(ledger, await _remote.Blocks().PutAsync("job", new byte[1]));

        Assert.Equal(1, await ledger.PurgeAsync(["job"]));

        Assert.Empty(_remote.Server.Objects);
        var error = await Assert.ThrowsAsync<LedgerUnavailableException>(() => _remote.Blocks().CollectAsync());
        Assert.Contains("There is no bucket 'nothing'", error.Message, StringComparison.Ordinal);
    }

    protected override async Task<(IJobLedger Ledger, IBlockStore Blocks)> OpenAsync()
    {
        _remote = await RemoteStore.StartAsync();
        return (new PostgresJobLedger(_remote.Store, TimeProvider.System), _remote.Blocks());
    }

    protected override async Task CloseAsync() => await _remote.DisposeAsync();

    private static async Task EndAsync(PostgresJobLedger ledger, BlockHandle committed)
    {
        await ledger.AcceptAsync(Accepted("job", 20));
        await ledger.TakeWriterAsync("job", "me");
        var append = new JobAppend("job", 1, 1, [new LedgerEvent.Planned(1), Granted(0, 1), Committed(1, 0, 1, 0, 4, committed), Ended(0, 1, AttemptEnd.Failed), Failed()]);
        Assert.Equal(AppendStatus.Applied, (await ledger.AppendAsync(append)).Status);
    }
}
