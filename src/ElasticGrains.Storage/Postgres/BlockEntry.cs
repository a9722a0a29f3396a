using ElasticGrains.Blocks;
using ElasticGrains.Storage.Durable;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>The row of a block.</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="Object">Where these are, when they are not rows themselves.</param>
internal readonly record struct BlockEntry(long Length, RemoteObject? Object)
{
    /// <summary>Finds the row of a block.</summary>
    /// <exception cref="BlockCorruptException">The job has no such block.</exception>
    public static async Task<BlockEntry> FindAsync(NpgsqlConnection connection, string job, BlockHandle handle, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT length, place, object FROM blocks WHERE block = $1 AND job = $2", connection);
        command.Parameters.AddValue(BlockPart.NumberOf(job, handle));
        command.Parameters.AddValue(job);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new BlockEntry(row.GetInt64(0), row.IsDBNull(1) ? null : new RemoteObject(row.GetString(1), row.GetString(2)))
            : throw new BlockCorruptException($"Block {handle.Id} of job '{job}' is missing.");
    }
}
