using ElasticGrains.Cli.Tests.Support;

namespace ElasticGrains.Cli.Tests;

/// <summary><c>eg run</c> on a ledger that has the answer.</summary>
public sealed class CacheCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task Run_OfTheSameOnOneLedger_HasTheAnswerOfTheFirst()
    {
        var first = (await PiAsync("--id", "first", "-o", "json")).Succeeds().Json;

        var second = (await PiAsync("--id", "second", "-o", "json")).Succeeds().Json;

        Assert.Equal(first.GetProperty("result").GetRawText(), second.GetProperty("result").GetRawText());
        Assert.Equal("first", second.GetProperty("receipt").GetProperty("copiedFrom").GetString());
        Assert.Equal(0, second.GetProperty("receipt").GetProperty("attempts").GetInt32());
        Assert.Contains("answer   answer of job first (cache)", (await EgAsync("job", "receipt", "second")).Succeeds().Out, StringComparison.Ordinal);
        Assert.Contains("answer of job first (cache)", (await EgAsync("job", "describe", "second")).Succeeds().Out, StringComparison.Ordinal);
        Assert.Contains("It has the answer of job first", (await EgAsync("job", "why", "second")).Succeeds().Out, StringComparison.Ordinal);
        Assert.Matches("second +pi +succeeded +1,000 +100", (await EgAsync("job", "list")).Succeeds().Out);
        Assert.Contains("1 of 2 jobs that might have the answer of an earlier one had it (50", (await EgAsync("job", "list")).Error, StringComparison.Ordinal);
        (await EgAsync("verify")).Succeeds();
        (await EgAsync("verify", "second")).Succeeds();
    }

    [Fact]
    public async Task Run_WithNoCache_IsComputedAndLendsItsAnswer()
    {
        (await PiAsync("--id", "alone", "--no-cache")).Succeeds();
        Assert.Equal("\"alone\"", await CopiedAsync("--id", "first"));
        Assert.Equal("null", await CopiedAsync("--id", "again", "--no-cache"));
        Assert.Equal("null", await CopiedAsync("--id", "other", "--finish-rest"));
        Assert.Equal("\"again\"", await CopiedAsync("--id", "second", "--shards", "3", "--priority", "5"));
    }

    [Fact]
    public async Task Verify_OfOneJobWhoseAnswerIsNotThatOfItsSource_SaysSo()
    {
        (await PiAsync("--id", "first")).Succeeds();
        (await PiAsync("--id", "second")).Succeeds();
        Ledgers.Execute(
            Path.Combine(_scratch.Directory, "s"),
            "UPDATE events SET body = replace(body, '\"resultHash\":\"', '\"resultHash\":\"0') WHERE (job, sequence) = (SELECT job, sequence FROM jobs WHERE id = 'first')");

        Assert.Contains("copy-differs", (await EgAsync("verify", "second")).Out, StringComparison.Ordinal);
    }

    public void Dispose() => _scratch.Dispose();

    private async Task<string> CopiedAsync(params string[] more) =>
        (await PiAsync([.. more, "-o", "json"])).Succeeds().Json.GetProperty("receipt").GetProperty("copiedFrom").GetRawText();

    private Task<EgResult> PiAsync(params string[] more) => EgAsync(["run", "pi", "--samples", "1000", .. more]);

    private Task<EgResult> EgAsync(params string[] arguments) => Eg.RunAsync(_scratch, [.. arguments, "--state", "s"]);
}
