using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Jobs;
using ElasticGrains.Tests.Silo;

namespace ElasticGrains.Cluster.Tests;

/// <summary>Clocks that differ: by seconds they do no harm, by minutes the silo is refused.</summary>
public sealed class ClockSkewTests
{
    // Debian's package faketime; the tests' command installs it.
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    private static readonly JobOptions Often = new() { Policy = JobPolicy.Default with { CommitInterval = TimeSpan.FromMilliseconds(200) } };

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("+5m", "ahead of")]
    [InlineData("-5m", "behind")]
    public async Task Start_WithAClockMinutesOff_IsRefused(string skew, string words)
    {
        await using var cluster = await TestCluster.StartAsync(silos: 0);
        using var silo = cluster.StartSilo(Skewed(skew));
        await silo.WaitForExitAsync(Patience);
        Assert.NotEqual(0, silo.ExitCode);
        Assert.Contains($"s {words} that of the database", silo.Log);
    }

    [Theory]
    [InlineData("+8s")]
    [InlineData("-8s")]
    public async Task Kill_OfTheWriterBesideASkewedSilo_ChangesNothing(string skew)
    {
        await using var cluster = await TestCluster.StartAsync(silos: 2);
        await cluster.AddSilosAsync(1, Skewed(skew));
        await using var client = await cluster.ConnectAsync();
        var job = await client.Grid.SubmitAsync(new PacedHashKernel(), new PacedInput(1500, 10), Often with { Id = "skewed" });
        var tail = Tail.Read(job);
        await cluster.CommitsAsync(job.Id, 5);
        (await cluster.WriterOfAsync(job.Id)).Kill();

        Assert.Equal(HashTally.Of(1500), await job.ResultAsync());
        await Tail.IsWholeAsync(tail, job);
        await cluster.VerifyAsync();
    }

    private static (string Key, string Value)[] Skewed(string skew)
    {
        Assert.True(File.Exists(Library), $"{Library} is missing: install faketime (Debian: apt-get install faketime).");
        return [("LD_PRELOAD", Library), ("FAKETIME", skew), ("FAKETIME_DONT_FAKE_MONOTONIC", "1")];
    }
}
