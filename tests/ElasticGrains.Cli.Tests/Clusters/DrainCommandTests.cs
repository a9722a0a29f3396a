using System.Text.Json;
using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Cli.Tests.Clusters;

/// <summary>What a user types to empty silos and to move shards of a running job.</summary>
public sealed class DrainCommandTests() : RunningCluster(3, "--silos", "3", "--slots", "1")
{
    [Fact]
    public async Task Silos_CordonedDrainedAndShardsMoved_JobLosesNothing()
    {
        (await RunAsync("job", "submit", "pi", "--samples", "1e13", "--id", "long", "--no-wait")).Succeeds();
        await RunsOnAsync("silo-1", "silo-2", "silo-3");

        (await RunAsync("silo", "cordon", "silo-9")).Says(2, "there is no active silo 'silo-9'; there are silo-1.");
        (await RunAsync("silo", "cordon", "silo")).Says(2, "write more of the name");
        Assert.Contains("silo-1.", (await RunAsync("silo", "cordon", "silo-1")).Succeeds().Out, StringComparison.Ordinal);
        Assert.Equal("cordoned", await StateAsync("silo-1"));
        await RunsOnAsync("silo-1", "silo-2", "silo-3");

        var shard = await ShardOnAsync("silo-3");
        (await RunAsync("shard", "move", "long", shard, "--to", "silo-1")).Says(3, "is cordoned and takes on nothing new");
        (await RunAsync("shard", "move", "long", shard, "--to", "silo-3")).Says(3, "runs on silo-3.");
        (await RunAsync("shard", "move", "long", "9999", "--to", "silo-2")).Says(2, "9999 is not one of them");

        var drained = (await RunAsync("silo", "drain", "silo-2", "-o", "json")).Succeeds().Json;
        Assert.Equal("left", Text(drained, "state"));
        Assert.InRange(drained.GetProperty("seconds").GetDouble(), 0, 15);
        (await RunAsync("silo", "drain", "silo-3")).Says(3, "is the last silo that takes on anything");

        (await RunAsync("silo", "uncordon", "silo-1")).Succeeds();
        Assert.Equal("active", await StateAsync("silo-1"));
        var split = (await RunAsync("shard", "split", "long", await ShardOnAsync("silo-3"), "-o", "json")).Succeeds().Json;
        Assert.True(split.GetProperty("newShard").GetInt32() > 0);

        // The slot there is taken, by a shard of no end.
        var first = await ShardOnAsync("silo-3");
        var moved = await RunAsync("shard", "move", "long", first, "--to", "silo-1", "--timeout", "3s");
        Assert.Equal(1, moved.ExitCode);
        Assert.Matches("has committed and given up its slot on silo-3.*; it waits for a slot on silo-1", moved.Out);

        // As soon as it is given up, the shard that is to go there has it: this one, and then the next that is told to.
        await RunAsync("shard", "move", "long", await ShardOnAsync("silo-1"), "--to", "silo-3", "--timeout", "1s");
        await Eventually.HoldsAsync(async () => (await RunningAsync()).Any(shard => IsOn(shard, "silo-1") && $"{shard.GetProperty("shard").GetInt32()}" == first), $"shard {first} runs on silo-1");
        var waits = await ShardOnAsync("silo-3");
        var comes = RunAsync("shard", "move", "long", waits, "--to", "silo-1", "-o", "json");
        await Eventually.HoldsAsync(async () => !(await RunningAsync()).Any(shard => $"{shard.GetProperty("shard").GetInt32()}" == waits), $"shard {waits} has left silo-3");
        await RunAsync("shard", "move", "long", await ShardOnAsync("silo-1"), "--to", "silo-3", "--timeout", "1s");
        var there = (await comes).Succeeds().Json;
        Assert.StartsWith("silo-3.", Text(there, "from"), StringComparison.Ordinal);
        Assert.StartsWith("silo-1.", Text(there, "to"), StringComparison.Ordinal);

        var described = (await RunAsync("job", "describe", "long", "-o", "json")).Succeeds().Json;
        var ended = described.GetProperty("attempts").GetProperty("ended");
        Assert.False(ended.TryGetProperty("failed", out _) || ended.TryGetProperty("lost", out _), ended.ToString());
        var causes = described.GetProperty("moves").EnumerateArray().Select(move => Text(move, "cause")).ToHashSet();
        Assert.Superset(new HashSet<string?> { "drained", "byHand" }, causes);
        Assert.Matches("(?m)^moved +shard [0-9]+ from silo-3.* to .*: by hand", (await RunAsync("job", "describe", "long")).Succeeds().Out);
        (await RunAsync("job", "cancel", "long")).Succeeds();
    }

    private async Task<string?> StateAsync(string silo) =>
        Text((await RunAsync("silo", "list", "-o", "json")).Succeeds().Json.EnumerateArray().Single(each => Text(each, "name")!.StartsWith(silo + ".", StringComparison.Ordinal)), "state");

    private Task RunsOnAsync(params string[] silos) => Eventually.HoldsAsync(
        async () => (await RunningAsync()) is var shards && silos.All(silo => shards.Any(shard => IsOn(shard, silo))), $"shards run on {string.Join(", ", silos)}");

    private async Task<string> ShardOnAsync(string silo)
    {
        await RunsOnAsync(silo);
        return $"{(await RunningAsync()).First(shard => IsOn(shard, silo)).GetProperty("shard").GetInt32()}";
    }

    private async Task<IReadOnlyList<JsonElement>> RunningAsync() =>
        [.. (await RunAsync("shard", "list", "long", "--running", "-o", "json")).Succeeds().Json.GetProperty("shards").EnumerateArray()];

    private static bool IsOn(JsonElement shard, string silo) => Text(shard, "silo")?.StartsWith(silo + ".", StringComparison.Ordinal) == true;

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
