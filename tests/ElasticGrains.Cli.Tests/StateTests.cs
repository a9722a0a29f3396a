using ElasticGrains.Cli.Tests.Support;

namespace ElasticGrains.Cli.Tests;

/// <summary>State directories and ids that are taken, and what there is to resume.</summary>
public sealed class StateTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task State_WrittenByANewerVersion_IsRefused()
    {
        (await PiAsync("--state", "s")).Succeeds();
        Ledgers.Execute(Path.Combine(_scratch.Directory, "s"), "UPDATE meta SET value = '1000000' WHERE key = 'schema'");

        (await PiAsync("--state", "s")).Says(3, "newer version");
        (await Eg.RunAsync(_scratch, "job", "list", "--state", "s")).Says(3, "newer version");
    }

    [Fact]
    public async Task State_IsAFile_IsRefused()
    {
        _scratch.Write("s", "");

        (await PiAsync("--state", "s")).Says(3, "is a file");
    }

    [Fact]
    public async Task State_UsedByALivingProcess_IsRefused()
    {
        await using var first = Eg.Start(_scratch, "run", "pi", "--samples", "1e13", "--state", "s");
        await Ledgers.HasCommitsAsync(_scratch, "s", first);

        (await PiAsync("--state", "s")).Says(3, "is in use by process");
        Assert.False(first.HasEnded);
    }

    [Fact]
    public async Task JobId_OfAnotherSpec_IsRefused()
    {
        (await PiAsync("--id", "x")).Succeeds();

        (await Eg.RunAsync(_scratch, "run", "pi", "--samples", "20", "--id", "x")).Says(3, "'x' exists with another spec");
    }

    [Fact]
    public async Task JobId_OfTheSameSpec_IsThatJob()
    {
        var first = (await PiAsync("--id", "x", "-o", "json")).Succeeds().Json;

        var second = (await PiAsync("--id", "x", "-o", "json")).Succeeds().Json;

        Assert.Equal(first.GetProperty("receipt").GetRawText(), second.GetProperty("receipt").GetRawText());
    }

    [Theory]
    [InlineData(".eg/")]
    [InlineData("s", "--state", "s")]
    public async Task Resume_NothingThere_SaysWhereItLooked(string place, params string[] state) =>
        (await PiAsync(["--resume", .. state])).Says(2, $"nothing to resume: no unfinished job with this input in {place}");

    [Fact]
    public async Task Resume_OfAJobThatHasEnded_ShowsItsResult()
    {
        var first = (await PiAsync("-o", "json")).Succeeds().Json;

        var again = (await PiAsync("-o", "json", "--resume")).Succeeds();

        Assert.Contains("had ended already", again.Error, StringComparison.Ordinal);
        Assert.Equal(first.GetProperty("result").GetRawText(), again.Json.GetProperty("result").GetRawText());
        Assert.Equal(first.GetProperty("receipt").GetRawText(), again.Json.GetProperty("receipt").GetRawText());
    }

    private Task<EgResult> PiAsync(params string[] more) => Eg.RunAsync(_scratch, ["run", "pi", "--samples", "10", .. more]);

    public void Dispose() => _scratch.Dispose();
}
