using Amazon.Runtime;
using ElasticGrains.Blocks;
using ElasticGrains.Ledger;
using ElasticGrains.S3;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Storage.Tests.S3;

/// <summary>What goes wrong with bytes that are elsewhere, and what is said of it.</summary>
public sealed class S3TroubleTests : IAsyncLifetime
{
    private const int Length = 1_000_000;

    private readonly byte[] _content = new byte[Length];
    private RemoteStore _remote = null!;

    public async Task InitializeAsync()
    {
        new Random(1).NextBytes(_content);
        _remote = await RemoteStore.StartAsync();
    }

    public async Task DisposeAsync() => await _remote.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(123_456)]
    [InlineData(Length - 1)]
    public async Task Get_OfAnObjectWithAFlippedBit_IsRefused(int at)
    {
        var handle = await _remote.Blocks().PutAsync("job", _content);
        await DamageAsync(bytes => bytes[at] ^= 1);

        await Assert.ThrowsAsync<BlockCorruptException>(() => _remote.Blocks().GetAsync("job", handle));
    }

    [Fact]
    public async Task Get_OfATruncatedObject_IsRefused()
    {
        var handle = await _remote.Blocks().PutAsync("job", _content);
        var file = Assert.Single(_remote.Server.Objects);
        await File.WriteAllBytesAsync(file, _content[..(Length / 2)]);

        await Assert.ThrowsAsync<BlockCorruptException>(() => _remote.Blocks().GetAsync("job", handle));
        await Assert.ThrowsAsync<BlockCorruptException>(() => _remote.Blocks().ReadAsync("job", handle, Length - 10, 10));
        Assert.True((await _remote.Blocks().ReadAsync("job", handle, 5, 10)).Span.SequenceEqual(_content.AsSpan(5, 10)));
    }

    [Fact]
    public async Task Get_OfAnObjectThatVanished_IsRefused()
    {
        var handle = await _remote.Blocks().PutAsync("job", _content);
        File.Delete(Assert.Single(_remote.Server.Objects));

        await Assert.ThrowsAsync<BlockCorruptException>(() => _remote.Blocks().GetAsync("job", handle));
        await Assert.ThrowsAsync<BlockCorruptException>(() => _remote.Blocks().ReadAsync("job", handle, 0, 10));
    }

    [Fact]
    public async Task Dump_OfBlocksElsewhere_TellsThemFromDamagedOnes()
    {
        var ledger = new PostgresJobLedger(_remote.Store, TimeProvider.System);
        await ledger.AcceptAsync(Events.Accepted("job", 20));
        await _remote.Blocks().PutAsync("job", _content);
        var reader = new PostgresLedgerReader(_remote.Store);
        var whole = Assert.Single((await reader.DumpAsync("job"))!.Blocks);
        Assert.Equal(whole.Stated, whole.Found);

        await DamageAsync(bytes => bytes[7] ^= 16);

        var damaged = Assert.Single((await reader.DumpAsync("job"))!.Blocks);
        Assert.NotEqual(damaged.Stated, damaged.Found);
    }

    [Fact]
    public async Task Put_WhileTheServerIsAway_SaysSoAndLeavesNothing()
    {
        await _remote.Server.KillAsync();

        var error = await Assert.ThrowsAsync<LedgerUnavailableException>(() => _remote.Blocks().PutAsync("job", _content));

        Assert.Contains("cannot be reached", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("blocks"));
        await _remote.Server.GoOnAsync();
        var handle = await _remote.Blocks().PutAsync("job", _content);
        Assert.True((await _remote.Blocks().GetAsync("job", handle)).Span.SequenceEqual(_content));
    }

    [Fact]
    public async Task Put_WhoseServerIsKilledMeanwhile_SaysSoAndLeavesNothing()
    {
        // More than lies in the buffers of a connection.
        _remote.Server.Freeze();
        var putting = _remote.Blocks().PutAsync("job", new byte[64 << 20]);
        await Eventually.HoldsAsync(async () => await CountAsync("blocks") == 1, "the block is being written");
        Assert.False(putting.IsCompleted);
        await _remote.Server.KillAsync();

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => putting);

        await _remote.Server.GoOnAsync();
        Assert.Equal((0, 1), (await CountAsync("blocks"), await _remote.Blocks().CollectAsync()));
        Assert.Empty(_remote.Server.Objects);
    }

    [Fact]
    public async Task Put_ByAJobThatIsSweptMeanwhile_IsRefusedAndLeavesNothing()
    {
        await using (var rule = _remote.Store.Source.CreateCommand(
            "CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM blocks; RETURN NULL; END'; "
            + "CREATE TRIGGER forget AFTER INSERT ON blocks FOR EACH STATEMENT EXECUTE FUNCTION forget()"))
        {
            await rule.ExecuteNonQueryAsync();
        }

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => _remote.Blocks().PutAsync("job", _content));

        Assert.Equal(1, await _remote.Blocks().CollectAsync());
        Assert.Empty(_remote.Server.Objects);
    }

    [Fact]
    public async Task Check_OfABucketThatIsNotThere_SaysSo()
    {
        await using var store = await _remote.OpenAsync(_remote.Server.Place.Replace("blocks", "nothing", StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<LedgerUnavailableException>(() => store.CheckBlocksAsync());

        Assert.Contains("There is no bucket 'nothing'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_WithWrongCredentials_SaysWhereTheyComeFrom()
    {
        using var objects = new S3Objects(S3Place.Parse(_remote.Server.Place), "", new BasicAWSCredentials("nobody", "nothing"));

        var error = await Assert.ThrowsAsync<LedgerUnavailableException>(() => objects.PutAsync("a", _content, default));

        Assert.Contains("AWS_ACCESS_KEY_ID", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfAPlaceThatWorks_LeavesNothing()
    {
        await _remote.Store.CheckBlocksAsync();

        Assert.Empty(_remote.Server.Objects);
    }

    [Fact]
    public async Task Get_OfABlockInTheDatabase_WorksWhereNewOnesGoElsewhere()
    {
        await using var database = PostgresStore.Open(new PostgresStoreOptions { ConnectionString = _remote.Database });
        var handle = await new PostgresBlockStore(database).PutAsync("job", _content);
        var remote = await _remote.Blocks().PutAsync("job", _content);

        Assert.True((await _remote.Blocks().GetAsync("job", handle)).Span.SequenceEqual(_content));
        Assert.True((await new PostgresBlockStore(database).GetAsync("job", remote)).Span.SequenceEqual(_content));
    }

    private async Task DamageAsync(Action<byte[]> damage)
    {
        var file = Assert.Single(_remote.Server.Objects);
        var bytes = await File.ReadAllBytesAsync(file);
        damage(bytes);
        await File.WriteAllBytesAsync(file, bytes);
    }

    private async Task<long> CountAsync(string table)
    {
#pragma warning disable CA2100 // The names of tables are this class's own.
        await using var rows = _remote.Store.Source.CreateCommand($"SELECT count(*) FROM {table}");
#pragma warning restore CA2100
        return (long)(await rows.ExecuteScalarAsync())!;
    }
}
