using System.Globalization;
using ElasticGrains.Engine.Verification;

namespace ElasticGrains.Storage.Durable;

/// <summary>The blocks to which a job refers.</summary>
internal static class NamedBlocks
{
    /// <summary>The ids of all of them.</summary>
    public static IEnumerable<string> All(LedgerDump dump) =>
        dump.Commits.Select(commit => commit.Block).Concat(dump.Events.Select(row => row.Event?.FindBlock()?.Id)).OfType<string>();

    /// <summary>The numbers of those that are not among its own.</summary>
    public static IEnumerable<long> Elsewhere(LedgerDump dump)
    {
        var own = dump.Blocks.Select(block => block.Id).ToHashSet();
        return All(dump)
            .Where(id => !own.Contains(id))
            .Distinct()
            .Select(id => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (long?)null)
            .OfType<long>();
    }
}
