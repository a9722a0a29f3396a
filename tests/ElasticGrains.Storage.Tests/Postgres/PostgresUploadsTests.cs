using ElasticGrains.Inputs;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Storage.Tests.Ledger;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Storage.Tests.Postgres;

#pragma warning disable CA1001 // CloseAsync disposes.
public sealed class PostgresUploadsTests : UploadStoreContract
{
    private PostgresStore _store = null!;

    protected override async Task<IUploadStore> OpenAsync() => new PostgresUploads(_store = await TestPostgres.StoreAsync(), Time);

    protected override async Task CloseAsync() => await _store.DisposeAsync();

    [Theory]
    [InlineData("DELETE FROM upload_parts WHERE part = 0", "there are 1 of 5 bytes, and the last is number 1")]
    [InlineData("UPDATE upload_parts SET data = 'four' WHERE part = 1", "there are 2 of 1,048,580 bytes")]
    public async Task Check_OfDamagedParts_SaysWhatIsWrong(string damage, string says)
    {
        await PutAsync("whole", Content(5));
        var input = await PutAsync("corpus", Content(UploadRules.PartBytes + 5));
        await ExecuteAsync($"{damage} AND upload = {input.Number}");

        var (name, problem) = Assert.Single(await Uploads.CheckAsync());

        Assert.Equal("corpus", name);
        Assert.Contains(says, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collect_OfADeletionThatWasBrokenOff_EndsIt()
    {
        var input = await PutAsync("corpus", Content(5));
        await ExecuteAsync("UPDATE uploads SET name = NULL");

        Assert.Equal(1, await Uploads.CollectAsync());

        Assert.Empty(await Uploads.ListPartsAsync(input.Number, 0, 10));
        Assert.Equal(0, await Uploads.CollectAsync());
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _store.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
