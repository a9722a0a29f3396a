using System.Text.Json;

namespace ElasticGrains.Cli.Tests.Support;

/// <summary><c>eg up</c> with a PostgreSQL of its own, for the tests of a class.</summary>
public class RunningCluster : IAsyncLifetime
{
    private readonly int _silos;
    private readonly string[] _arguments;

    /// <summary>Two silos of a slot each.</summary>
    public RunningCluster()
        : this(2, "--silos", "2", "--slots", "1")
    {
    }

    /// <param name="silos">How many silos there are at first.</param>
    /// <param name="arguments">What <c>eg up</c> is told.</param>
    protected RunningCluster(int silos, params string[] arguments) => (_silos, _arguments) = (silos, arguments);

    internal Scratch Scratch { get; } = new();

    /// <summary>The command.</summary>
    internal RunningEg Up { get; private set; } = null!;

    /// <summary>Runs a command in the directory in which the cluster runs.</summary>
    public Task<EgResult> RunAsync(params string[] arguments) => Eg.RunAsync(Scratch, arguments);

    public async Task InitializeAsync()
    {
        Up = Eg.Start(Scratch, ["up", .. _arguments]);
        await SilosAreAsync(_silos);
    }

    public async Task DisposeAsync()
    {
        await Up.SignalAsync("INT");
        Assert.Equal(0, (await Up.WaitAsync()).ExitCode);
        await Up.DisposeAsync();
        Scratch.Dispose();
    }

    /// <summary>Waits until so many silos are members.</summary>
    protected Task SilosAreAsync(int count) => Up.ReachesAsync(async () => (await SilosAsync()).Count == count, $"{count} silos are active");

    /// <summary>The silos that are members; none when nobody answers.</summary>
    protected async Task<IReadOnlyList<JsonElement>> SilosAsync()
    {
        var listed = await RunAsync("silo", "list", "-o", "json");
        return listed.ExitCode == 0 ? [.. listed.Json.EnumerateArray().Where(silo => silo.GetProperty("status").GetString() == "active")] : [];
    }
}
