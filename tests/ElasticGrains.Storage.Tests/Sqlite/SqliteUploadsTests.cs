using ElasticGrains.Inputs;
using ElasticGrains.Storage.Sqlite;
using ElasticGrains.Storage.Tests.Ledger;

namespace ElasticGrains.Storage.Tests.Sqlite;

#pragma warning disable CA1001 // CloseAsync disposes.
public sealed class SqliteUploadsTests : UploadStoreContract
{
    private readonly TemporaryDirectory _directory = new();
    private SqliteStore _store = null!;

    protected override Task<IUploadStore> OpenAsync()
    {
        _store = SqliteStore.Open(_directory.File());
        return Task.FromResult<IUploadStore>(new SqliteUploads(_store, Time));
    }

    protected override async Task CloseAsync()
    {
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("DELETE FROM upload_parts WHERE part = 0", "there are 1 of 5 bytes, and the last is number 1")]
    [InlineData("UPDATE upload_parts SET data = zeroblob(4) WHERE part = 1", "there are 2 of 1,048,580 bytes")]
    public async Task Check_OfDamagedParts_SaysWhatIsWrong(string damage, string says)
    {
        await PutAsync("whole", Content(5));
        await PutAsync("corpus", Content(UploadRules.PartBytes + 5));
        await _store.WriteAsync(session => session[$"{damage} AND upload = 2"].Run(), 0, default);

        var (name, problem) = Assert.Single(await Uploads.CheckAsync());

        Assert.Equal("corpus", name);
        Assert.Contains(says, problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OfAFileOfTheVersionBefore_TakesInputsFromThenOn()
    {
        await using (var old = SqliteStore.Open(_directory.File("old.db")))
        {
            await old.WriteAsync(
                session =>
                {
                    string[] back = ["DROP TABLE uploads", "DROP TABLE upload_parts", "DELETE FROM meta WHERE key = 'ledger'", "UPDATE meta SET value = '5' WHERE key = 'schema'"];
                    Array.ForEach(back, session.Execute);
                    return true;
                },
                0,
                default);
        }

        await using var store = SqliteStore.Open(_directory.File("old.db"));
        var uploads = new SqliteUploads(store, Time);

        Assert.Equal(await uploads.IdentifyAsync(), (await uploads.BeginAsync("new", UploadRules.DefaultKeep)).Ledger);
        Assert.NotEqual(await Uploads.IdentifyAsync(), await uploads.IdentifyAsync());
    }
}
