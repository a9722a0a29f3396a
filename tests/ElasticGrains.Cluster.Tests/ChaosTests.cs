using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Cluster.Tests;

/// <summary>Everything at once: <c>eg chaos</c> breaks a cluster of its own under its standard workloads, and proves that nothing was lost.</summary>
public sealed class ChaosTests
{
    // Faults of which there is at least one of each kind in the first half minute, see the assertion.
    private const string Seed = "111";

    [Fact]
    public async Task Cluster_BrokenInEveryWay_LosesNothing()
    {
        var minutes = LongRuns.Count(usually: 0, longRun: 30);
        string[] faults = ["kill", "freeze", "drain", "join", "database", .. LongRuns.AreAsked ? ["cut"] : Array.Empty<string>()];
        var length = minutes == 0 ? "0.5" : minutes.ToString(CultureInfo.InvariantCulture);
        var (exitCode, said, noted) = await DotnetCommand.EndAsync(
            Path.GetTempPath(),
            new Dictionary<string, string>(),
            TimeSpan.FromMinutes(minutes + 4),
            "dotnet",
            "exec", EgCommand.Program, "chaos", "--seed", Seed, "--minutes", length, "--every", LongRuns.AreAsked ? "8s" : "3s", "--faults", string.Join(',', faults), "--no-quiet", "-o", "json");

        LongRuns.Report($"Chaos, seed {Seed}, {length} minutes", exitCode == 0 ? Summary(said) : noted + said);
        Assert.True(exitCode == 0, noted + said);
        using var document = JsonDocument.Parse(said);
        var report = document.RootElement;
        Assert.Empty(report.GetProperty("findings").EnumerateArray());
        foreach (var kind in faults)
        {
            Assert.Contains(report.GetProperty("faults").EnumerateArray(), fault => fault.GetProperty("kind").GetString() == kind && !fault.GetProperty("skipped").GetBoolean());
        }

        var workloads = report.GetProperty("workloads").EnumerateArray().ToList();
        Assert.Equal(5, workloads.Count);
        Assert.All(workloads, workload => Assert.True(workload.GetProperty("jobs").GetInt32() > 0, workload.ToString()));
        Assert.True(report.GetProperty("verify").GetProperty("jobs").GetInt32() >= workloads.Sum(workload => workload.GetProperty("jobs").GetInt32()), said);
    }

    /// <summary>All but the list of the faults.</summary>
    private static string Summary(string said)
    {
        var report = JsonNode.Parse(said)!.AsObject();
        var faults = report["faults"]!.AsArray().Where(fault => !fault!["skipped"]!.GetValue<bool>()).CountBy(fault => fault!["kind"]!.GetValue<string>());
        report["faults"] = string.Join(", ", faults.Select(kind => $"{kind.Value} {kind.Key}"));
        return report.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }
}
