using System.Text.Json;
using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Cli.Tests.Clusters;

/// <summary>What a user types beside a running <c>eg up</c>.</summary>
public sealed class ClusterCommandTests(RunningCluster cluster) : IClassFixture<RunningCluster>
{
    [Fact]
    public async Task SiloList_OfTwoSilos_ShowsWhatEachIs()
    {
        var silos = (await cluster.RunAsync("silo", "list", "-o", "json")).Succeeds().Json.EnumerateArray().ToList();

        Assert.Equal(2, silos.Count);
        Assert.All(silos, silo => Assert.Equal((1, "active"), (silo.GetProperty("slots").GetInt32(), silo.GetProperty("status").GetString())));
        Assert.Equal(2, silos.Select(silo => silo.GetProperty("processId").GetInt32()).Distinct().Count());
    }

    [Fact]
    public async Task Chaos_OnAClusterThatNobodyGaveUp_IsRefused()
    {
        (await cluster.RunAsync("chaos", "--state", ".eg/cluster", "--minutes", "1")).Says(3, "may not be broken", "eg up --allow-chaos --state .eg/cluster", "leave out --state");
        Assert.Equal(2, (await cluster.RunAsync("silo", "list", "-o", "json")).Succeeds().Json.EnumerateArray().Count(silo => silo.GetProperty("status").GetString() == "active"));
    }

    [Fact]
    public async Task Submit_OfAJob_GivesTheAnswerOfARunOfIt()
    {
        string[] job = ["pi", "--samples", "20M", "--seed", "7", "-o", "json"];
        var submitted = (await cluster.RunAsync(["job", "submit", .. job, "--id", "answer"])).Succeeds().Json;
        var run = (await cluster.RunAsync(["run", .. job, "--state", "alone"])).Succeeds().Json;

        Assert.Equal(run.GetProperty("result").GetRawText(), submitted.GetProperty("result").GetRawText());
        Assert.Equal(submitted.GetProperty("result").GetRawText(), (await cluster.RunAsync("job", "results", "answer", "-o", "json")).Succeeds().Json.GetProperty("result").GetRawText());
        (await cluster.RunAsync("verify", "answer")).Succeeds();
        Assert.Equal("succeeded", (await cluster.RunAsync("shard", "replay", "answer", "0", "-o", "json")).Succeeds().Json.GetProperty("outcome").GetString());
        var described = (await cluster.RunAsync("job", "describe", "answer", "-o", "json")).Succeeds().Json;
        Assert.True(described.GetProperty("committedBytes").GetInt64() > 0);
        Assert.All(described.GetProperty("stages").EnumerateArray(), stage => Assert.Equal("finished", stage.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Submit_OfAnInputThatWasPutThere_CountsItsWordsOnce()
    {
        cluster.Scratch.Write("texts/a.txt", "elastic grid ");
        cluster.Scratch.Write("texts/b.log", string.Concat(Enumerable.Repeat("elastic ", 400_000)));
        var put = (await cluster.RunAsync("input", "put", "texts", "--name", "texts", "--keep", "1h", "-o", "json")).Succeeds().Json;
        Assert.Equal(3_200_013, put.GetProperty("sent").GetInt64());

        var counted = (await cluster.RunAsync("job", "submit", "wordcount", "--input", "grid://texts", "-o", "json")).Succeeds().Json;

        Assert.Equal(400_002, counted.GetProperty("result").GetProperty("words").GetInt64());
        Assert.Equal(2, (await cluster.RunAsync("job", "submit", "wordcount", "--input", "grid://texts/*.txt", "-o", "json")).Succeeds().Json.GetProperty("result").GetProperty("words").GetInt64());
        (await cluster.RunAsync("job", "submit", "wordcount", "--input", "grid://none")).Says(2, "there is no input 'none'");
        (await cluster.RunAsync("input", "delete", "texts")).Says(3, "is being read");
        Assert.Contains("texts", (await cluster.RunAsync("input", "list")).Succeeds().Out, StringComparison.Ordinal);
        (await cluster.RunAsync("input", "delete", "texts", "--force")).Succeeds();
    }

    [Fact]
    public async Task Submit_OfTheSameAgain_HasTheAnswerUnlessItIsToBeComputed()
    {
        string[] job = ["job", "submit", "pi", "--samples", "1M", "--seed", "11"];
        var first = (await cluster.RunAsync([.. job, "--id", "asked", "-o", "json"])).Succeeds().Json;
        var second = (await cluster.RunAsync([.. job, "--id", "asked-again", "-o", "json"])).Succeeds().Json;
        var computed = (await cluster.RunAsync([.. job, "--id", "computed", "--no-cache", "-o", "json"])).Succeeds().Json;

        Assert.Equal(["null", "\"asked\"", "null"], new[] { first, second, computed }.Select(it => it.GetProperty("receipt").GetProperty("copiedFrom").GetRawText()));
        Assert.Single(new[] { first, second, computed }.Select(it => it.GetProperty("result").GetRawText()).Distinct());
        Assert.Contains("answer of job computed (cache)", (await cluster.RunAsync([.. job])).Succeeds().Out, StringComparison.Ordinal);
        Assert.Contains("answer of job asked (cache)", (await cluster.RunAsync("job", "describe", "asked-again")).Succeeds().Out, StringComparison.Ordinal);
        Assert.Equal(second.GetProperty("result").GetRawText(), (await cluster.RunAsync("job", "results", "asked-again", "-o", "json")).Succeeds().Json.GetProperty("result").GetRawText());
        (await cluster.RunAsync("verify", "asked-again")).Succeeds();
        (await cluster.RunAsync("job", "retry", "asked-again", "--failed-only")).Says(3, "has succeeded");

        var retried = (await cluster.RunAsync("job", "retry", "asked-again")).Succeeds().Out.Trim();
        var again = (await cluster.RunAsync("job", "results", retried, "--wait", "-o", "json")).Succeeds().Json;
        Assert.Equal("null", again.GetProperty("receipt").GetProperty("copiedFrom").GetRawText());
    }

    /// <summary>Of a kernel that the command does not have, it cannot know what it reads.</summary>
    [Fact]
    public async Task SubmitJson_OfTheSameAgain_IsComputedUnlessTheCacheIsAskedFor()
    {
        string[] job = ["job", "submit", "json", "pi", "--input", "{\"samples\": 1000, \"seed\": 12}", "-o", "json"];
        var copied = new List<string>();
        foreach (var more in new string[][] { ["--id", "raw-1"], ["--id", "raw-2"], ["--id", "raw-3", "--cache"], ["--id", "raw-4", "--cache"] })
        {
            copied.Add((await cluster.RunAsync([.. job, .. more])).Succeeds().Json.GetProperty("receipt").GetProperty("copiedFrom").GetRawText());
        }

        Assert.Equal(["null", "null", "null", "\"raw-3\""], copied);
    }

    [Fact]
    public async Task Job_ThatRuns_IsSeenCancelledRetriedAndPurged()
    {
        (await cluster.RunAsync("job", "submit", "pi", "--samples", "1e13", "--id", "long", "--tag", "team=risk", "--no-wait")).Succeeds();
        Assert.Matches("(?m)^long +pi +running .*[0-9].*/s", (await cluster.RunAsync("top", "--once")).Succeeds().Out);
        var top = (await cluster.RunAsync("top", "-o", "json")).Succeeds().Json;
        Assert.Equal("number", $"{top.GetProperty("jobs")[0].GetProperty("perSecond").ValueKind}".ToLowerInvariant());
        Assert.Contains("long", (await cluster.RunAsync("job", "list", "--tag", "team=risk", "--phase", "running")).Succeeds().Out, StringComparison.Ordinal);
        (await cluster.RunAsync("job", "retry", "long", "--failed-only")).Says(3, "has not ended");
        (await cluster.RunAsync("job", "purge", "long")).Says(3, "has not ended");

        await CancelledAsync();
        (await cluster.RunAsync("job", "retry", "long", "--failed-only")).Succeeds();
        Assert.Equal("running", await PhaseAsync());
        await CancelledAsync();
        var again = (await cluster.RunAsync("job", "retry", "long")).Succeeds().Out.Trim();
        Assert.Equal(again, (await cluster.RunAsync("job", "cancel", again, "-o", "json")).Succeeds().Json.GetProperty("asked")[0].GetString());

        Assert.Contains("1 job forgotten", (await cluster.RunAsync("job", "purge", "long")).Succeeds().Error, StringComparison.Ordinal);
        (await cluster.RunAsync("job", "describe", "long")).Says(2, "there is no job 'long'");
    }

    private async Task CancelledAsync()
    {
        Assert.Contains("asked to end", (await cluster.RunAsync("job", "cancel", "--tag", "team=risk")).Succeeds().Error, StringComparison.Ordinal);
        await Eventually.HoldsAsync(async () => await PhaseAsync() == "cancelled", "the job is cancelled");
    }

    private async Task<string?> PhaseAsync() => (await DescribeAsync()).GetProperty("phase").GetString();

    private async Task<JsonElement> DescribeAsync() => (await cluster.RunAsync("job", "describe", "long", "-o", "json")).Succeeds().Json;
}
