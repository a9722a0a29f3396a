using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Cli.Tests;

public sealed class FullDiskTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [SmallDiskFact]
    public async Task Run_DiskFullInMidJob_ParksWithTheReasonAndGoesOnWhenThereIsRoom()
    {
        using var disk = SmallDisk.Mount(mebibytes: 8);
        string[] pi = ["run", "pi", "--samples", "8e9", "--seed", "5", "-o", "json"];
        var undisturbed = (await Eg.RunAsync(_scratch, [.. pi, "--state", "s"])).Succeeds().Json;
        await using var run = Eg.Start(_scratch, [.. pi, "--state", disk.Path, "--commit-interval", "50ms"]);
        await Ledgers.HasCommitsAsync(_scratch, disk.Path, run);

        disk.Fill();
        await run.HasSaidAsync("PARKED: The disk that holds");
        disk.Free();

        var parked = (await run.WaitAsync()).Succeeds();
        Assert.Equal(undisturbed.GetProperty("result").GetRawText(), parked.Json.GetProperty("result").GetRawText());
        Assert.Contains("free space and the job goes on", parked.Error, StringComparison.Ordinal);
        (await Eg.RunAsync(_scratch, "verify", "--state", disk.Path)).Succeeds();
    }

    public void Dispose() => _scratch.Dispose();
}
