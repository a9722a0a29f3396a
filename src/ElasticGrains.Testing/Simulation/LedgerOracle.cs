using ElasticGrains.Blocks;
using ElasticGrains.Engine.Verification;

namespace ElasticGrains.Testing.Simulation;

/// <summary>What a check of the ledger finds, as <c>eg verify</c> makes it: it knows nothing of the world but what was written.</summary>
internal static class LedgerOracle
{
    /// <summary>What is wrong; empty when nothing is.</summary>
    public static IReadOnlyList<Finding> Ask(World world)
    {
        var verification = new LedgerVerification();
        foreach (var job in world.Jobs)
        {
            var dump = world.Model.Dump(job.Id)!;
            verification.Add(dump with { Blocks = CapturedOf(dump) });
        }

        return [.. verification.Complete().Findings.Where(finding => !finding.IsWarning)];
    }

    // Of captured input the world has the handles, and no store.
    private static IReadOnlyList<BlockRow> CapturedOf(LedgerDump dump) =>
    [
        .. dump.Events.Select(row => row.Event?.FindBlock()).OfType<BlockHandle>().DistinctBy(block => block.Id)
            .Select(block => new BlockRow(block.Id, new ByteStamp(block.Length, block.Checksum), new ByteStamp(block.Length, block.Checksum))),
    ];
}
