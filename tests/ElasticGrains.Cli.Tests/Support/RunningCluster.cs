using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Cli.Tests.Support;

/// <summary><c>eg up</c> with two silos and a PostgreSQL of its own, for the tests of a class.</summary>
public sealed class RunningCluster : IAsyncLifetime
{
    private RunningEg _up = null!;

    internal Scratch Scratch { get; } = new();

    /// <summary>Runs a command in the directory in which the cluster runs.</summary>
    public Task<EgResult> RunAsync(params string[] arguments) => Eg.RunAsync(Scratch, arguments);

    public async Task InitializeAsync()
    {
        _up = Eg.Start(Scratch, "up", "--silos", "2", "--slots", "1");
        await Eventually.HoldsAsync(
            async () =>
            {
                Assert.False(_up.HasEnded, "eg up has ended");
                var silos = await RunAsync("silo", "list", "-o", "json");
                return silos.ExitCode == 0 && silos.Json.EnumerateArray().Count(silo => silo.GetProperty("status").GetString() == "active") == 2;
            },
            "two silos are active");
    }

    public async Task DisposeAsync()
    {
        await _up.SignalAsync("INT");
        Assert.Equal(0, (await _up.WaitAsync()).ExitCode);
        await _up.DisposeAsync();
        Scratch.Dispose();
    }
}
