using ElasticGrains.Blocks;
using ElasticGrains.Engine.Verification;

namespace ElasticGrains.Testing.Simulation;

/// <summary>What a check of the ledger finds, as <c>eg verify</c> makes it: it knows nothing of the world but what was written.</summary>
internal static class LedgerOracle
{
    /// <summary>What is wrong; null when nothing is.</summary>
    public static string? Ask(World world)
    {
        var verification = new LedgerVerification();
        foreach (var job in world.Jobs)
        {
            var dump = world.Model.Dump(job.Id)!;
            verification.Add(dump with { Blocks = CapturedOf(dump) });
        }

        var finding = verification.Complete().Findings.FirstOrDefault(finding => !finding.IsWarning);
        return finding is null ? null : $"The ledger of {finding.JobId}, {finding.Code}: {finding.Message}";
    }

    // Of captured input the world has the handles, and no store.
    private static IReadOnlyList<BlockRow> CapturedOf(LedgerDump dump) =>
    [
        .. dump.Events.Select(row => row.Event?.FindBlock()).OfType<BlockHandle>().DistinctBy(block => block.Id)
            .Select(block => new BlockRow(block.Id, new ByteStamp(block.Length, block.Checksum), new ByteStamp(block.Length, block.Checksum))),
    ];
}
