using System.Globalization;
using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Hashing;
using ElasticGrains.Storage.Local;

namespace ElasticGrains.Cli.Tests;

#pragma warning disable CA1001 // DisposeAsync disposes.
/// <summary><c>eg block …</c> on a job whose partial results are large.</summary>
public sealed class BlockCommandTests : IAsyncLifetime
{
    private const int Words = 80_000;

    private readonly Scratch _scratch = new();

    public async Task InitializeAsync()
    {
        var words = Enumerable.Range(0, Words).Select(number => string.Create(CultureInfo.InvariantCulture, $"word{(char)('a' + (number % 26))}{Letters(number)}"));
        _scratch.Write("words.txt", string.Join(' ', words));
        (await RunAsync("run", "wordcount", "--input", "words.txt", "--id", "words", "--shards", "1", "--state", "s")).Succeeds();
    }

    public Task DisposeAsync()
    {
        _scratch.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task List_OfAJob_ShowsItsBlocksAndWhatTheyAre()
    {
        var list = (await RunAsync("block", "list", "words", "--state", "s", "-o", "json")).Succeeds();

        var block = list.Json.GetProperty("blocks").EnumerateArray().First();
        Assert.Equal("ledger", block.GetProperty("place").GetString());
        Assert.Matches("^(commit [0-9]+ of shard [0-9]+|the answer)$", block.GetProperty("of").GetString());
        Assert.True(block.GetProperty("bytes").GetInt64() > 256 << 10);
    }

    [Fact]
    public async Task List_WithoutAJob_ShowsWhatEachComesTo()
    {
        var list = (await RunAsync("block", "list", "--state", "s")).Succeeds();

        Assert.Matches(@"(?m)^words +[0-9]+ +[0-9.]+ [KM]iB", list.Out);
        Assert.Matches("^[0-9]+ blocks? of ", list.Error);
    }

    [Fact]
    public async Task Get_OfABlock_WritesItsBytes()
    {
        var block = await FirstAsync();

        (await RunAsync("block", "get", "words", block, "--to", "bytes", "--state", "s")).Succeeds();

        var stat = (await RunAsync("block", "stat", "words", block, "--state", "s", "-o", "json")).Succeeds();
        var checksum = Checksum.Of(await File.ReadAllBytesAsync(Path.Combine(_scratch.Directory, "bytes")));
        Assert.Equal(checksum.ToString("x16", CultureInfo.InvariantCulture), stat.Json.GetProperty("block").GetProperty("checksum").GetString());
        Assert.True(stat.Json.GetProperty("isWhole").GetBoolean());
        (await RunAsync("block", "get", "words", block, "--to", "bytes", "--state", "s")).Says((int)ExitCode.Usage, "exists already");
        (await RunAsync("block", "get", "words", block, "--to", "no/such/place", "--state", "s")).Says((int)ExitCode.Usage, "cannot be written");
    }

    [Fact]
    public async Task GetAndStat_OfADamagedBlock_SaySo()
    {
        var block = await FirstAsync();
        Ledgers.Execute(Path.Combine(_scratch.Directory, "s"), $"UPDATE block_chunks SET data = zeroblob(length(data)) WHERE block = {block} AND chunk = 0");

        (await RunAsync("block", "get", "words", block, "--to", "bytes", "--state", "s")).Says((int)ExitCode.Failed, "does not match its length or checksum");
        Assert.False(File.Exists(Path.Combine(_scratch.Directory, "bytes")));
        var stat = await RunAsync("block", "stat", "words", block, "--state", "s");
        Assert.Equal((int)ExitCode.Failed, stat.ExitCode);
        Assert.Contains("does not match its length or checksum", stat.HasNoStack().Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12345")]
    [InlineData("../x")]
    public async Task Stat_OfABlockThatIsNotThere_SaysWhereToLook(string block) =>
        (await RunAsync("block", "stat", "words", block, "--state", "s")).Says((int)ExitCode.Usage, $"no block '{block}'", "eg block list words");

    [Fact]
    public async Task Collect_OfOneThatNothingRefersTo_ForgetsItAlone()
    {
        var directory = Path.Combine(_scratch.Directory, "s");
        var before = Ledgers.Count(directory, "blocks");
        await using (var owned = StateDirectory.OpenOwned(directory, TimeProvider.System, "a test"))
        {
            await owned.Blocks.PutAsync("words", new byte[300_000]);
        }

        var collected = (await RunAsync("block", "gc", "--state", "s", "-o", "json")).Succeeds();

        Assert.Equal(1, collected.Json.GetProperty("forgotten").GetInt32());
        Assert.Equal(before, Ledgers.Count(directory, "blocks"));
    }

    private async Task<string> FirstAsync() =>
        (await RunAsync("block", "list", "words", "--state", "s", "-o", "json")).Succeeds().Json.GetProperty("blocks").EnumerateArray().First().GetProperty("block").GetString()!;

    private Task<EgResult> RunAsync(params string[] arguments) => Eg.RunAsync(_scratch, arguments);

    private static string Letters(int number) => string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(digit => (char)('a' + digit - '0')));
}
