using System.Text;
using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Inputs;
using ElasticGrains.S3;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Cli.Tests;

#pragma warning disable CA1001 // DisposeAsync disposes.
/// <summary>Answers that go to a file or to S3 instead of being shown.</summary>
public sealed class OutputPlaceTests : IAsyncLifetime
{
    private const string Answer = """{"items":1000}""";

    private readonly Scratch _scratch = new();

    public async Task InitializeAsync() => (await Eg.RunAsync(_scratch, "run", "squares", "--items", "1000", "--id", "squares", "--state", "s")).Succeeds();

    public Task DisposeAsync()
    {
        _scratch.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Results_ToAFile_AreThereWholeAndOnce()
    {
        var written = (await ResultsAsync("answer.json")).Succeeds();

        Assert.Empty(written.Out);
        Assert.Contains("written to answer.json", written.Error, StringComparison.Ordinal);
        Assert.Equal(Answer, await File.ReadAllTextAsync(Path.Combine(_scratch.Directory, "answer.json")));
        (await ResultsAsync("answer.json")).Says((int)ExitCode.Usage, "answer.json exists already");
        (await ResultsAsync("no/such/place")).Says((int)ExitCode.Usage, "cannot be written");
        Assert.Equal(["answer.json"], Directory.GetFiles(_scratch.Directory).Select(Path.GetFileName));
        Assert.Equal(Answer, (await ResultsAsync("-")).Succeeds().Out);
    }

    [Fact]
    public async Task Results_OfAnItemToAFile_AreThatItems()
    {
        (await ResultsAsync("item.json", "--item", "7")).Succeeds();

        Assert.Equal("49", (await File.ReadAllTextAsync(Path.Combine(_scratch.Directory, "item.json"))).Trim());
    }

    [Fact]
    public async Task Results_ToS3_AreThereWholeAndOnce()
    {
        await using var s3 = await S3Server.StartAsync();
        var place = (await s3.WriteAsync("before", "text"u8.ToArray())).Replace("before", "answers/squares.json", StringComparison.Ordinal);

        (await ResultsAsync(place)).Succeeds();

        Assert.Equal(Answer, Text(place));
        (await ResultsAsync(place)).Says((int)ExitCode.Usage, "exists already");
        (await ResultsAsync(place.Replace("/answers/squares.json", "/", StringComparison.Ordinal))).Says((int)ExitCode.Usage, "is no name of one object");
        await s3.KillAsync();
        Assert.Contains("cannot be reached", (await ResultsAsync(place)).Error, StringComparison.Ordinal);

        static string Text(string place)
        {
            S3Inputs.Register();
            var store = InputStores.Of(place)!;
            var file = Assert.Single(store.Find(place));
            using var content = store.Open(file, offset: 0);
            var bytes = new byte[file.Length];
            content.ReadExactly(bytes, 0);
            return Encoding.UTF8.GetString(bytes);
        }
    }

    private Task<EgResult> ResultsAsync(string place, params string[] more) => Eg.RunAsync(_scratch, ["job", "results", "squares", "--to", place, "--state", "s", .. more]);
}
