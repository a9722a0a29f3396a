using System.Text.Json;
using ElasticGrains.Cli.Tests.Debugging;
using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Cli.Tests;

public sealed class DebuggingTests : IDisposable
{
    // Longer than any silence that the grid takes for a death.
    private static readonly TimeSpan ALongLook = TimeSpan.FromSeconds(11);

    private readonly Scratch _scratch = new();

    [LinuxFact("the test finds the runtime of the other process in /proc")]
    public async Task Kernel_WithABreakpoint_StandsThereForALongTimeAndGoesOn()
    {
        string[] pi = ["run", "pi", "--samples", "5e9", "--seed", "9", "-o", "json"];
        await using var run = Eg.Start(_scratch, [.. pi, "--state", "s", "--commit-interval", "50ms"]);
        await Ledgers.HasCommitsAsync(_scratch, "s", run);
        using (var debugger = new Debugger(run.Id, Path.Combine(AppContext.BaseDirectory, "ElasticGrains.Kernels.dll"), "PiKernel", "Compute"))
        {
            var thread = await debugger.Hit.WaitAsync(TimeSpan.FromMinutes(1));
            Assert.StartsWith("eg-slot-", await File.ReadAllTextAsync($"/proc/{run.Id}/task/{thread}/comm"), StringComparison.Ordinal);

            await Task.Delay(ALongLook);
            var before = await Ledgers.CommittedAsync(_scratch, "s");
            debugger.Resume();

            // A thread that is just running into the breakpoint when the debugger leaves may die of it.
            await Eventually.HoldsAsync(async () => await Ledgers.CommittedAsync(_scratch, "s") > before, "the job goes on");
        }

        var looked = (await run.WaitAsync()).Succeeds().Json;
        var undisturbed = (await Eg.RunAsync(_scratch, [.. pi, "--state", "t"])).Succeeds().Json;
        Assert.Equal(undisturbed.GetProperty("result").GetRawText(), looked.GetProperty("result").GetRawText());
        var receipt = looked.GetProperty("receipt");
        Assert.Equal(receipt.GetProperty("shards").GetInt32(), receipt.GetProperty("attempts").GetInt32());
    }

    [LinuxFact("the test finds the runtime of the other process in /proc")]
    public async Task Replay_WithDebug_WaitsForADebuggerAndStopsBeforeCompute()
    {
        (await Eg.RunAsync(_scratch, "run", "pi", "--samples", "1M", "--id", "one", "--state", "s")).Succeeds();
        await using var replay = Eg.Start(_scratch, "shard", "replay", "one", "0", "--state", "s", "--debug");
        await replay.HasSaidAsync($"process {replay.Id} waits for a debugger");
        using (var debugger = new Debugger(replay.Id, Path.Combine(AppContext.BaseDirectory, "ElasticGrains.Kernels.dll"), "PiKernel", "Compute"))
        {
            await debugger.Hit.WaitAsync(TimeSpan.FromMinutes(1));
            Assert.True(debugger.Broke.IsCompleted);
            debugger.Resume();
            Assert.Contains("succeeded", (await replay.WaitAsync()).Succeeds().Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Editor_PressedF5_StartsWhatIsBuilt()
    {
        var launch = Read(".vscode/launch.json").GetProperty("configurations").EnumerateArray().ToList();
        var tasks = Read(".vscode/tasks.json").GetProperty("tasks").EnumerateArray().ToDictionary(task => task.GetProperty("label").GetString()!);

        Assert.NotEmpty(launch);
        Assert.All(launch, profile =>
        {
            var project = tasks[profile.GetProperty("preLaunchTask").GetString()!].GetProperty("args")[1].GetString()!;
            var built = Path.GetRelativePath(Repository.Root, Repository.OutputOf(project)).Replace("/Release/", "/Debug/", StringComparison.Ordinal);
            var program = profile.GetProperty("program").GetString()!;
            Assert.StartsWith($"${{workspaceFolder}}/{built}/", program, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(Repository.OutputOf(project), Path.GetFileName(program))), $"{project} does not build {program}");
        });
    }

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, file))).RootElement;

    public void Dispose() => _scratch.Dispose();
}
