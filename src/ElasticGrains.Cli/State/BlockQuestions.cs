using ElasticGrains.Blocks;
using ElasticGrains.Storage;

namespace ElasticGrains.Cli.State;

/// <summary>What the commands ask of blocks, with errors in the user's words.</summary>
internal static class BlockQuestions
{
    /// <summary>Blocks of a job, and what refers to them.</summary>
    /// <exception cref="EgException">There is no such job.</exception>
    public static async Task<IReadOnlyList<BlockView>> ViewAsync(OpenLedger ledger, string jobId, IReadOnlyList<StoredBlock> blocks, CancellationToken cancellationToken)
    {
        var history = await ledger.Ledger.ReadHistoryAsync(jobId, cancellationToken) ?? throw LedgerQuestions.NoSuchJob(ledger, jobId);
        return BlockView.From(blocks, history.Events);
    }

    /// <exception cref="EgException">The job has no such block.</exception>
    public static async Task<StoredBlock> FindAsync(OpenLedger ledger, string jobId, string block, CancellationToken cancellationToken) =>
        (await ledger.Reader.ListBlocksAsync(jobId, cancellationToken)).FirstOrDefault(candidate => candidate.Handle.Id == block)
        ?? throw EgException.Usage($"job {jobId} has no block '{block}'; 'eg block list {jobId}' shows what it has.");

    /// <summary>The bytes, or what is wrong with them.</summary>
    public static async Task<(ReadOnlyMemory<byte> Content, string? Trouble)> ReadAsync(OpenLedger ledger, string jobId, BlockHandle handle, CancellationToken cancellationToken)
    {
        try
        {
            return (await ledger.Blocks.GetAsync(jobId, handle, cancellationToken), null);
        }
        catch (BlockCorruptException error)
        {
            return (default, error.Message);
        }
    }
}
