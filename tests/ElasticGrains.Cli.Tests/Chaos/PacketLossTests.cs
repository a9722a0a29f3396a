using ElasticGrains.Cli.Tests.Support;

namespace ElasticGrains.Cli.Tests.Chaos;

/// <summary>A network that loses one packet of twenty, between silos, their database and whoever submits.</summary>
public sealed class PacketLossTests
{
    [LossyNetworkFact]
    public async Task Jobs_PacketsAreLost_HaveTheAnswersThatTheyHaveWithout()
    {
        using var scratch = new Scratch();
        await using var network = await LossyNetwork.CreateAsync();
        await using var up = Eg.Start(scratch, network.Prefix, "up", "--silos", "3", "--slots", "1");
        await up.ReachesAsync(async () => await RunAsync("silo", "list", "-o", "json") is { ExitCode: 0 } listed && listed.Json.GetArrayLength() == 3, "three silos are there");
        await network.LoseAsync(percent: 5);

        var pi = (await RunAsync("job", "submit", "pi", "--samples", "2e9", "-o", "json")).Succeeds().Json;
        var alone = (await Eg.RunAsync(scratch, "run", "pi", "--samples", "2e9", "-o", "json")).Succeeds().Json;
        Assert.Equal($"{alone.GetProperty("result")}", $"{pi.GetProperty("result")}");
        (await RunAsync("job", "submit", "squares", "--items", "100000", "--id", "squares", "-o", "json")).Succeeds();
        Assert.Contains("9801", (await RunAsync("job", "results", "squares", "--item", "99")).Succeeds().Out, StringComparison.Ordinal);
        (await RunAsync("verify")).Succeeds();

        Assert.True(await network.LostAsync() > 0);
        await up.SignalAsync("INT");
        Assert.Equal(0, (await up.WaitAsync()).ExitCode);

        Task<EgResult> RunAsync(params string[] arguments) => Eg.Start(scratch, network.Prefix, arguments).WaitAsync();
    }
}
