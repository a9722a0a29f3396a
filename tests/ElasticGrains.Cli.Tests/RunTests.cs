using System.Text.Json;
using ElasticGrains.Cli.Tests.Support;

namespace ElasticGrains.Cli.Tests;

/// <summary>What a run prints, for programs and for people.</summary>
public sealed class RunTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task Run_AsJson_PrintsOneDocumentWithEverything()
    {
        _scratch.Write("a.txt", "the cat and the dog and the bird");

        var run = (await Eg.RunAsync(_scratch, "run", "wordcount", "--input", "*.txt", "--top", "2", "-o", "json", "--id", "words")).Succeeds();

        var json = run.Json;
        Assert.Equal("words", json.GetProperty("id").GetString());
        Assert.Equal("succeeded", json.GetProperty("outcome").GetString());
        Assert.Equal("the", json.GetProperty("result").GetProperty("top")[0].GetProperty("word").GetString());
        Assert.Equal(3, json.GetProperty("result").GetProperty("top")[0].GetProperty("count").GetInt64());
        Assert.Equal(32, json.GetProperty("receipt").GetProperty("covered").GetInt64());
        Assert.Equal("wordcount@1", json.GetProperty("receipt").GetProperty("kernel").GetString());
        Assert.True(json.GetProperty("timings").GetProperty("totalSeconds").GetDouble() > 0);
    }

    [Fact]
    public async Task Run_IntoAPipe_PrintsPlainTableAndReceipt()
    {
        _scratch.Write("a.txt", "the cat and the dog and the bird");

        var run = (await Eg.RunAsync(_scratch, "run", "wordcount", "--input", "a.txt")).Succeeds();

        Assert.Matches(@"(?m)^the +3 +37\.50 %$", run.Out);
        Assert.Contains("8 words, 5 different, in 32 bytes", run.Out, StringComparison.Ordinal);
        Assert.Contains("covered  32 of 32 bytes, each once", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', run.Out);
        Assert.DoesNotContain('│', run.Out);
    }

    [Fact]
    public async Task Run_WordsOfOtherScripts_PrintsThemAsTheyAre()
    {
        _scratch.Write("a.txt", "Grüße Grüße 世界");

        var run = (await Eg.RunAsync(_scratch, "run", "wordcount", "--input", "a.txt", "--unicode")).Succeeds();

        Assert.Contains("grüße", run.Out, StringComparison.Ordinal);
        Assert.Contains("世界", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("2", "7")]
    public async Task Run_PiWithASeed_DependsOnNothingElse(string slots, string shards)
    {
        var result = (await PiAsync("--slots", slots, "--shards", shards)).GetRawText();

        Assert.Equal((await PiAsync()).GetRawText(), result);
    }

    [Fact]
    public async Task Run_AnOptionPriced_IsNearBlackAndScholes()
    {
        // Black and Scholes (1973): S = K = 100, r = 0.05, sigma = 0.2, T = 1 is 10.4506.
        var result = (await Eg.RunAsync(
            _scratch, "run", "option", "--style", "european", "--type", "call", "--spot", "100", "--strike", "100", "--rate", "0.05", "--volatility", "0.2",
            "--maturity", "1", "--paths", "1M", "--seed", "7", "-o", "json")).Succeeds().Json.GetProperty("result");

        var error = result.GetProperty("standardError").GetDouble();
        Assert.InRange(error, 0.001, 0.05);
        Assert.InRange(result.GetProperty("price").GetDouble(), 10.4506 - (5 * error), 10.4506 + (5 * error));
    }

    [Fact]
    public async Task Run_Grep_CountsAndShowsTheFirstMatches()
    {
        _scratch.Write("a.txt", "one\ntwo fish\nred FISH\n");
        _scratch.Write("b.txt", "blue fish\n");

        var run = (await Eg.RunAsync(_scratch, "run", "grep", "fish", "--input", "*.txt", "--ignore-case", "--max-matches", "2")).Succeeds();

        Assert.Contains("two fish", run.Out, StringComparison.Ordinal);
        Assert.Contains("red FISH", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("blue fish", run.Out, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^3 of 4 lines match; 1 of them", run.Out);
    }

    [Fact]
    public async Task Run_Squares_KeepsAResultPerItem()
    {
        (await Eg.RunAsync(_scratch, "run", "squares", "--items", "100_000", "--id", "squares")).Succeeds();

        var item = (await Eg.RunAsync(_scratch, "job", "results", "squares", "--item", "99_999")).Succeeds();

        Assert.Equal("9999800001\n", item.Out);
        (await Eg.RunAsync(_scratch, "job", "results", "squares", "--item", "100000")).Says(2, "100,000 items", "100000 is not one of them");
    }

    [Fact]
    public async Task Run_ManyAtOnce_DoNotDisturbEachOther()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Eg.RunAsync(_scratch, "run", "pi", "--samples", "20M", "--seed", "5", "-o", "json")));

        Assert.Single(runs.Select(run => run.Succeeds().Json.GetProperty("result").GetRawText()).Distinct());
        Assert.Equal(4, (await Eg.RunAsync(_scratch, "job", "list", "-o", "json")).Succeeds().Json.GetArrayLength());
        (await Eg.RunAsync(_scratch, "verify")).Succeeds();
    }

    [Fact]
    public async Task Run_TheDeadlineOver_FailsWithOneLine() =>
        (await Eg.RunAsync(_scratch, "run", "pi", "--samples", "1e13", "--deadline", "300ms")).Says(1, "failed", "deadline");

    [Fact]
    public async Task Run_ThatFailsAsJson_PrintsTheFailureInTheDocument()
    {
        var run = await Eg.RunAsync(_scratch, "run", "pi", "--samples", "1e13", "--deadline", "300ms", "-o", "json");

        Assert.Equal(1, run.HasNoStack().ExitCode);
        Assert.Equal("failed", run.Json.GetProperty("outcome").GetString());
        Assert.Equal("deadline", run.Json.GetProperty("failure").GetProperty("kind").GetString());
        Assert.Equal(JsonValueKind.Null, run.Json.GetProperty("result").ValueKind);
    }

    private async Task<JsonElement> PiAsync(params string[] more) =>
        (await Eg.RunAsync(_scratch, ["run", "pi", "--samples", "5M", "--seed", "42", "-o", "json", .. more])).Succeeds().Json.GetProperty("result");

    public void Dispose() => _scratch.Dispose();
}
