using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Jobs;
using ElasticGrains.Tests.Silo;

namespace ElasticGrains.Cluster.Tests;

/// <summary>Silos whose clocks differ by minutes: dates in the ledger are wrong then, nothing else.</summary>
public sealed class ClockSkewTests
{
    // Debian's package faketime; the tests' command installs it.
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    private static readonly JobOptions Often = new() { Policy = JobPolicy.Default with { CommitInterval = TimeSpan.FromMilliseconds(200) } };

    [Theory]
    [InlineData("+5m")]
    [InlineData("-5m")]
    public async Task Kill_OfTheWriterBesideASkewedSilo_ChangesNothing(string skew)
    {
        Assert.True(File.Exists(Library), $"{Library} is missing: install faketime (Debian: apt-get install faketime).");
        await using var cluster = await TestCluster.StartAsync(silos: 2);
        await cluster.AddSilosAsync(1, ("LD_PRELOAD", Library), ("FAKETIME", skew), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"));
        await using var client = await cluster.ConnectAsync();
        var job = await client.Grid.SubmitAsync(new PacedHashKernel(), new PacedInput(1500, 10), Often with { Id = "skewed" });
        var tail = Tail.Read(job);
        await cluster.CommitsAsync(job.Id, 5);
        (await cluster.WriterOfAsync(job.Id)).Kill();

        Assert.Equal(HashTally.Of(1500), await job.ResultAsync());
        await Tail.IsWholeAsync(tail, job);
        await cluster.VerifyAsync();
    }
}
