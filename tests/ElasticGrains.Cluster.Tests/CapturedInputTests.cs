using System.Text.Json;
using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.Inputs;
using ElasticGrains.Ledger;
using ElasticGrains.Tests.Shared.Kernels;

namespace ElasticGrains.Cluster.Tests;

/// <summary>What a silo kept of a file that is gone.</summary>
public sealed class CapturedInputTests : IDisposable
{
    private const string Bad = "X is no line";
    private const int Threw = 5;

    private static readonly string Eg = Path.Combine(Repository.Root, "src", "ElasticGrains.Cli", "bin", Repository.Configuration, "net10.0", "eg.dll");

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("eg-captured-");

    [Fact]
    public async Task Replay_OfARangeWhoseFileIsGone_GivesTheErrorThatTheSiloHad()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 2);
        await using var client = await cluster.ConnectAsync();
        var file = Path.Combine(_directory.FullName, "lines.txt");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, 100_000).Select(line => line == 50_000 ? Bad : $"line {line}"));
        var policy = JobPolicy.Default with { Shards = 8, MaxAttempts = 2, Backoff = TimeSpan.FromMilliseconds(20), OnQuarantine = FailurePolicy.FinishRest };
        var job = await client.Grid.SubmitAsync(new PoisonKernel(), ManifestBuilder.Build([file]), new JobOptions { Id = "poison", Policy = policy });
        await job.OutcomeAsync();
        var givenUp = Assert.Single((await cluster.Ledger.ReadHistoryAsync(job.Id))!.Events.OfType<LedgerEvent.Quarantined>());
        Assert.Equal((givenUp.Range, null), (givenUp.Input!.Range, givenUp.Input.Reason));
        Assert.Contains($"'{Bad}' in {file}", givenUp.Failure.Message, StringComparison.Ordinal);

        File.Delete(file);
        var (exitCode, said, complained) = await ReplayAsync(cluster, givenUp.Shard);

        Assert.True(exitCode == Threw, $"{exitCode}: {complained}");
        Assert.Contains($"'{file}' does not exist here", complained, StringComparison.Ordinal);
        using var replay = JsonDocument.Parse(said);
        Assert.Equal($"'{Bad}' in {file}", replay.RootElement.GetProperty("failure").GetProperty("message").GetString());
        await cluster.VerifyAsync();
        cluster.ReplayIsTrue();
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private async Task<(int ExitCode, string Out, string Error)> ReplayAsync(TestCluster cluster, int shard)
    {
        var token = Path.Combine(_directory.FullName, "token");
        await File.WriteAllTextAsync(token, cluster.Token);
        await File.WriteAllTextAsync(
            Path.Combine(_directory.FullName, "cluster.json"),
            JsonSerializer.Serialize(new { connectionString = cluster.ConnectionString, schema = new ClusterSettings().Schema, cluster = "test", tokenFile = token }));
        return await DotnetCommand.EndAsync(
            _directory.FullName,
            new Dictionary<string, string>(),
            "dotnet",
            "exec", Eg, "shard", "replay", "poison", $"{shard}", "--state", _directory.FullName, "--host", typeof(PoisonKernel).Assembly.Location, "-o", "json");
    }
}
