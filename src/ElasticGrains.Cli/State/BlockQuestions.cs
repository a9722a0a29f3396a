using ElasticGrains.Blocks;
using ElasticGrains.Storage;

namespace ElasticGrains.Cli.State;

/// <summary>What the commands ask of blocks, with errors in the user's words.</summary>
internal static class BlockQuestions
{
    public static async Task<IReadOnlyList<BlockView>> ListAsync(OpenLedger ledger, string jobId, CancellationToken cancellationToken)
    {
        // First what refers: a block is written before that.
        var history = await ledger.Ledger.ReadHistoryAsync(jobId, cancellationToken) ?? throw EgException.Usage($"there is no job '{jobId}' in {ledger.Place}.");
        return BlockView.From(await ledger.Reader.ListBlocksAsync(jobId, cancellationToken), history.Events);
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
