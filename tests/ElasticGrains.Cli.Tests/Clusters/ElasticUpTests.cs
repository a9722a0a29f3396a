using System.Globalization;
using System.Text.Json;
using ElasticGrains.Cli.Tests.Support;

namespace ElasticGrains.Cli.Tests.Clusters;

/// <summary><c>eg up --min --max</c>: silo processes come and go with the load.</summary>
public sealed class ElasticUpTests : IAsyncLifetime
{
    private Scratch Scratch { get; } = new();
    private RunningEg _up = null!;

    public async Task InitializeAsync()
    {
        _up = Eg.Start(Scratch, "up", "--min", "1", "--max", "3", "--slots", "1", "--scale-in-after", "2s");
        await SilosAreAsync(1);
    }

    public async Task DisposeAsync()
    {
        await _up.SignalAsync("INT");
        Assert.Equal(0, (await _up.WaitAsync()).ExitCode);
        await _up.DisposeAsync();
        Scratch.Dispose();
    }

    [Fact]
    public async Task Up_ASiloDies_IsReplaced()
    {
        var silo = (await SilosAsync())[0];
        using (var kill = System.Diagnostics.Process.Start("kill", ["-KILL", silo.GetProperty("processId").GetInt32().ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await _up.HasSaidAsync("was ended by signal 9");
        await _up.HasSaidAsync("another takes its place");
        await _up.HasSaidAsync("silo-2 is started");
        await _up.ReachesAsync(async () => (await SilosAsync()).Any(each => Name(each).StartsWith("silo-2.", StringComparison.Ordinal)), "the other silo is active");
        (await RunAsync("job", "submit", "pi", "--samples", "1M", "--id", "after")).Succeeds();
    }

    private Task SilosAreAsync(int count) => _up.ReachesAsync(async () => (await SilosAsync()).Count == count, $"{count} silos are active");

    private async Task<IReadOnlyList<JsonElement>> SilosAsync()
    {
        var listed = await RunAsync("silo", "list", "-o", "json");
        return listed.ExitCode == 0 ? [.. listed.Json.EnumerateArray().Where(silo => silo.GetProperty("status").GetString() == "active")] : [];
    }

    private static string Name(JsonElement silo) => silo.GetProperty("name").GetString()!;

    private Task<EgResult> RunAsync(params string[] arguments) => Eg.RunAsync(Scratch, arguments);
}
