using System.Globalization;
using ElasticGrains.Blocks;

namespace ElasticGrains.Runtime.Blocks;

/// <summary>What silos call the blocks of jobs among each other.</summary>
internal static class BlockNames
{
    /// <summary>A name that no other bytes have: also of another ledger, or of a job that took the id of one that was purged.</summary>
    public static string Of(string job, BlockHandle block) => string.Create(CultureInfo.InvariantCulture, $"{job}/{block.Id}/{block.Length}/{block.Checksum:x16}");
}
