using System.Text.Json;
using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Storage.Local;

namespace ElasticGrains.Cli.Tests;

#pragma warning disable CA1001 // DisposeAsync disposes.
/// <summary><c>eg input …</c> on a state directory, and jobs that read what was put there.</summary>
public sealed class InputCommandTests : IAsyncLifetime
{
    private readonly Scratch _scratch = new();

    public Task InitializeAsync()
    {
        _scratch.Write("texts/a.txt", "elastic elastic");
        _scratch.Write("texts/deep/b.txt", "grid elastic");
        _scratch.Write("texts/c.log", "grid");
        _scratch.Write("texts/empty.txt", "");
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        _scratch.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Put_OfADirectory_IsCountedByPatternAndCachedByContent()
    {
        var put = (await RunAsync("input", "put", "texts", "--name", "corpus", "--state", "s")).Succeeds();
        Assert.Equal("grid://corpus", put.Out.Trim());
        Assert.Contains("in 4 files", put.Error, StringComparison.Ordinal);

        Assert.Equal(5, await WordsAsync("grid://corpus"));
        Assert.Equal(4, await WordsAsync("grid://corpus/**/*.txt"));
        Assert.Equal(1, await WordsAsync("grid://corpus/*.log"));
        var again = (await RunAsync("run", "wordcount", "--input", "grid://corpus", "--state", "s", "-o", "json")).Succeeds().Json;
        Assert.NotEqual(JsonValueKind.Null, again.GetProperty("receipt").GetProperty("copiedFrom").ValueKind);
        (await RunAsync("verify", "--state", "s")).Succeeds();
    }

    [Fact]
    public async Task Put_Again_SaysThatItIsThereOrRefuses()
    {
        (await RunAsync("input", "put", "texts/a.txt", "--name", "corpus", "--state", "s")).Succeeds();

        var again = (await RunAsync("input", "put", "texts/a.txt", "--name", "corpus", "--state", "s", "-o", "json")).Succeeds().Json;
        Assert.True(again.GetProperty("wasThere").GetBoolean());
        Assert.Equal(0, again.GetProperty("sent").GetInt64());
        (await RunAsync("input", "put", "texts/c.log", "--name", "corpus", "--state", "s")).Says((int)ExitCode.Refused, "with other content", "another name", "delete it");
    }

    [Fact]
    public async Task Get_OfAnInput_GivesItsFilesWholeOrNotAtAll()
    {
        (await RunAsync("input", "put", "texts", "--name", "corpus", "--state", "s", "-q")).Succeeds();
        (await RunAsync("input", "put", "texts/a.txt", "--name", "alone", "--state", "s", "-q")).Succeeds();

        (await RunAsync("input", "get", "corpus", "--to", "back", "--state", "s")).Succeeds();
        (await RunAsync("input", "get", "alone", "--to", "a.copy", "--state", "s")).Succeeds();

        foreach (var file in (string[])["a.txt", "deep/b.txt", "c.log", "empty.txt"])
        {
            Assert.Equal(await ReadAsync($"texts/{file}"), await ReadAsync($"back/{file}"));
        }

        Assert.Equal(await ReadAsync("texts/a.txt"), await ReadAsync("a.copy"));
        (await RunAsync("input", "get", "corpus", "--to", "back", "--state", "s")).Says((int)ExitCode.Usage, "exists already");
        (await RunAsync("input", "get", "alone", "--to", "no/such/place", "--state", "s")).Says((int)ExitCode.Usage, "cannot be written");
        Ledgers.Execute(Path.Combine(_scratch.Directory, "s"), "UPDATE upload_parts SET data = zeroblob(length(data)) WHERE upload = 1");
        (await RunAsync("input", "get", "corpus", "--to", "damaged", "--state", "s")).Says((int)ExitCode.Failed, "is not what it should be");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_scratch.Directory, "damaged*"));
    }

    [Fact]
    public async Task Verify_OfAnInputThatLacksAPart_SaysSo()
    {
        (await RunAsync("input", "put", "texts", "--name", "corpus", "--state", "s", "-q")).Succeeds();
        Ledgers.Execute(Path.Combine(_scratch.Directory, "s"), "DELETE FROM upload_parts");

        var verify = await RunAsync("verify", "--state", "s", "-o", "json");

        Assert.Equal((int)ExitCode.Failed, verify.ExitCode);
        Assert.Contains("input-parts", verify.HasNoStack().Out, StringComparison.Ordinal);
        Assert.Contains("It should have 1 parts of 31 bytes in all; there are 0 of 0 bytes", verify.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListStatAndDelete_OfInputs_SayWhatThereIs()
    {
        (await RunAsync("input", "put", "texts", "--name", "corpus", "--keep", "2d", "--state", "s", "-q")).Succeeds();
        await using (var owned = StateDirectory.OpenOwned(Path.Combine(_scratch.Directory, "s"), TimeProvider.System, "a test"))
        {
            await owned.Uploads.BeginAsync("begun", TimeSpan.FromDays(1));
        }

        var list = (await RunAsync("input", "list", "--state", "s")).Succeeds().Out;
        Assert.Matches(@"(?m)^corpus +4 +[0-9]+ B +complete", list);
        Assert.Matches(@"(?m)^begun +- +0 B +unfinished", list);
        var stat = (await RunAsync("input", "stat", "corpus", "--state", "s", "-o", "json")).Succeeds().Json;
        Assert.Equal(["a.txt", "c.log", "deep/b.txt", "empty.txt"], stat.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("path").GetString()));
        Assert.Equal(2 * 86_400, stat.GetProperty("keepSeconds").GetDouble());
        Assert.Contains("deep/b.txt", (await RunAsync("input", "stat", "corpus", "--state", "s")).Succeeds().Out, StringComparison.Ordinal);

        (await RunAsync("run", "wordcount", "--input", "grid://begun", "--state", "s")).Says((int)ExitCode.Usage, "is not complete");
        Assert.Equal(5, await WordsAsync("grid://corpus"));
        (await RunAsync("input", "delete", "corpus", "--state", "s")).Says((int)ExitCode.Refused, "is being read");
        (await RunAsync("input", "delete", "corpus", "--force", "--state", "s")).Succeeds();
        (await RunAsync("input", "delete", "corpus", "--state", "s")).Says((int)ExitCode.Usage, "there is no input 'corpus'");
        (await RunAsync("input", "stat", "corpus", "--state", "s")).Says((int)ExitCode.Usage, "there is no input 'corpus'");
    }

    [Theory]
    [InlineData(ExitCode.Usage, "is no name of an input", "input", "put", "texts", "--name", "../x", "--state", "s")]
    [InlineData(ExitCode.Usage, "is no name of an input", "input", "put", "texts", "--name", "", "--state", "s")]
    [InlineData(ExitCode.Usage, "does not exist", "input", "put", "nowhere.txt", "--name", "x", "--state", "s")]
    [InlineData(ExitCode.Usage, "matches no file", "input", "put", "texts/*.none", "--name", "x", "--state", "s")]
    [InlineData(ExitCode.Usage, "--keep", "input", "put", "texts", "--name", "x", "--keep", "1s", "--state", "s")]
    [InlineData(ExitCode.Refused, "There is no cluster", "input", "put", "texts", "--name", "x")]
    [InlineData(ExitCode.Refused, "There is no cluster", "input", "list", "--state", "nowhere")]
    [InlineData(ExitCode.Usage, "needs --state DIR", "run", "wordcount", "--input", "grid://x")]
    [InlineData(ExitCode.Refused, "holds no ledger.db", "run", "wordcount", "--input", "grid://x", "--state", "nowhere")]
    public async Task Command_WithBadInput_SaysWhatIsWrong(object exitCode, string says, params string[] arguments) => (await RunAsync(arguments)).Says((int)exitCode, says);

    [Fact]
    public async Task Put_OfSeveralPlaces_PutsEachBelowItsName()
    {
        _scratch.Write("more/a.txt", "more");

        (await RunAsync("input", "put", "texts", "more", "texts/c.log", "--name", "corpus", "--state", "s", "-q")).Succeeds();

        var stat = (await RunAsync("input", "stat", "corpus", "--state", "s", "-o", "json")).Succeeds().Json;
        Assert.Equal(
            ["more/a.txt", "texts/a.txt", "texts/c.log", "texts/deep/b.txt", "texts/empty.txt"], stat.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("path").GetString()));
    }

    private Task<EgResult> RunAsync(params string[] arguments) => Eg.RunAsync(_scratch, arguments);

    private Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(_scratch.Directory, file));

    private async Task<long> WordsAsync(string pattern) =>
        (await RunAsync("run", "wordcount", "--input", pattern, "--state", "s", "-o", "json")).Succeeds().Json.GetProperty("result").GetProperty("words").GetInt64();
}
