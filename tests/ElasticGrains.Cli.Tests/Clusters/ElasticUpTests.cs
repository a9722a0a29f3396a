using System.Globalization;
using System.Text.Json;
using ElasticGrains.Cli.Tests.Support;

namespace ElasticGrains.Cli.Tests.Clusters;

/// <summary><c>eg up --min --max</c>: silo processes come and go with the load.</summary>
public sealed class ElasticUpTests() : RunningCluster(1, "--min", "1", "--max", "3", "--slots", "1", "--scale-in-after", "2s")
{
    [Fact]
    public async Task Up_AJobComesAndGoes_GrowsForItAndShrinksAfterItWithoutLosingAnything()
    {
        (await RunAsync("job", "submit", "pi", "--samples", "1e13", "--shards", "12", "--id", "wave", "--no-wait")).Succeeds();

        await SilosAreAsync(3);
        await Up.HasSaidAsync("1 -> 3 silos: ");
        await Up.ReachesAsync(async () => (await CommittedOnAsync()).Count == 3, "the job has commits on three silos");
        var scale = (await RunAsync("scale", "--max", "3", "-o", "json")).Succeeds().Json;
        Assert.Equal((3, 3), (scale.GetProperty("silos").GetInt32(), scale.GetProperty("wantedSilos").GetInt32()));
        Assert.Equal("cpu", scale.GetProperty("resources")[0].GetProperty("class").GetString());
        Assert.True(scale.GetProperty("resources")[0].GetProperty("wantedSlots").GetInt32() >= 3, scale.ToString());
        Assert.Equal(JsonValueKind.Null, scale.GetProperty("remove").ValueKind);
        Assert.Matches("(?m)^cpu +3 +[0-9]+ +[0-9]+ +[0-9]+", (await RunAsync("scale")).Succeeds().Out);

        (await RunAsync("job", "cancel", "wave")).Succeeds();
        await SilosAreAsync(1);
        await Up.HasSaidAsync("2 -> 1 silo, ");

        var described = (await RunAsync("job", "describe", "wave", "-o", "json")).Succeeds().Json;
        Assert.Equal("cancelled", described.GetProperty("phase").GetString());
        var ended = described.GetProperty("attempts").GetProperty("ended");
        Assert.False(ended.TryGetProperty("failed", out _) || ended.TryGetProperty("lost", out _), ended.ToString());
        (await RunAsync("job", "submit", "pi", "--samples", "1M", "--id", "after")).Succeeds();
        var verified = await RunAsync("verify");
        Assert.True(verified.ExitCode == 0, verified.Out);
    }

    [Fact]
    public async Task Up_ASiloDies_IsReplaced()
    {
        var silo = (await SilosAsync())[0];
        using (var kill = System.Diagnostics.Process.Start("kill", ["-KILL", silo.GetProperty("processId").GetInt32().ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await Up.HasSaidAsync("was ended by signal 9");
        await Up.HasSaidAsync("another takes its place");
        await Up.HasSaidAsync("silo-2 is started");
        await Up.ReachesAsync(async () => (await SilosAsync()).Any(each => Name(each).StartsWith("silo-2.", StringComparison.Ordinal)), "the other silo is active");
        (await RunAsync("job", "submit", "pi", "--samples", "1M", "--id", "after")).Succeeds();
    }

    private async Task<HashSet<string>> CommittedOnAsync() =>
    [
        .. (await RunAsync("shard", "list", "wave", "-o", "json")).Succeeds().Json.GetProperty("shards").EnumerateArray()
            .Where(shard => shard.GetProperty("committed").GetInt64() > 0).Select(shard => shard.GetProperty("silo").GetString()!),
    ];

    private static string Name(JsonElement silo) => silo.GetProperty("name").GetString()!;
}
