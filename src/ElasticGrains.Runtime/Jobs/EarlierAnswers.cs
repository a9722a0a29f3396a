using ElasticGrains.Blocks;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>The answers of earlier jobs, for jobs that may take them. Where one cannot be had the job is computed as any other.</summary>
internal static class EarlierAnswers
{
    /// <summary>The answer of an earlier job that asked for the same; null when there is none, or none can be found now.</summary>
    public static async Task<CachedAnswer?> FindAsync(IJobLedger ledger, LedgerEvent.Accepted job, ILogger logger)
    {
        if (job.CacheKey is not { } key || job.Spec.Policy.Cache != CacheUse.Take)
        {
            return null;
        }

        try
        {
            return await ledger.FindAnswerAsync(key) is { } answer && IsWhole(answer.End) ? answer : null;
        }
#pragma warning disable CA1031 // Whatever it is, the job can do without.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.NoAnswerFound(logger, job.Spec.Id, error.Message);
            return null;
        }
    }

    /// <summary>Stores the answer of an earlier job once more, as a block of this one: the earlier may be forgotten at any time.</summary>
    /// <exception cref="BlockCorruptException">The block is gone, or is another one.</exception>
    /// <exception cref="LedgerUnavailableException">The store cannot read or take it now.</exception>
    public static async Task<BlockHandle> CopyAsync(ISiloBlocks blocks, string jobId, CachedAnswer answer)
    {
        var (source, end) = answer;
        using var held = await blocks.GetAsync(source.JobId, end.Outcome.ResultBlock!);
        return Checksum.IdentityOf(held.Bytes.Span) == end.ResultHash
            ? await blocks.PutAsync(jobId, held.Bytes)
            : throw new BlockCorruptException($"The answer of job '{source.JobId}' does not match its hash.");
    }

    // What a block holds is seen when it is copied.
    private static bool IsWhole(LedgerEvent.Finished end) =>
        end.Outcome.ResultBlock is not null || Checksum.IdentityOf(end.Outcome.Result.Span) == end.ResultHash;
}
