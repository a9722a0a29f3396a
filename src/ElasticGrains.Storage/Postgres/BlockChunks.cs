using ElasticGrains.Blocks;
using ElasticGrains.Storage.Durable;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>The bytes of blocks as rows of at most 1 MiB.</summary>
internal static class BlockChunks
{
    public const int Bytes = 1 << 20;

    private const string Insert = "INSERT INTO blocks(job, length, checksum) VALUES($1, $2, $3) RETURNING block";
    private const string InsertWithChunk = "WITH fresh AS (" + Insert + ") INSERT INTO block_chunks(block, chunk, data) SELECT block, 0, $4 FROM fresh RETURNING block";

    /// <summary>Writes a block whole.</summary>
    /// <returns>Its number.</returns>
    public static async Task<long> WriteAsync(
        NpgsqlConnection connection, string job, ReadOnlyMemory<byte> content, ulong checksum, CancellationToken cancellationToken)
    {
        if (content.Length is > 0 and <= Bytes)
        {
            // One statement is a transaction by itself, and one trip.
            await using var insert = InsertOf(InsertWithChunk, connection, job, content, checksum);
            insert.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = content });
            return (long)(await insert.ExecuteScalarAsync(cancellationToken))!;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var block = await WriteManyAsync(connection, job, content, checksum, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return block;
    }

    /// <summary>Reads a block into as many bytes as it should have.</summary>
    /// <returns>False when it has more or fewer.</returns>
    public static async Task<bool> ReadAsync(NpgsqlConnection connection, long block, Memory<byte> into, CancellationToken cancellationToken)
    {
        var filled = 0;
        await using var command = new NpgsqlCommand("SELECT data FROM block_chunks WHERE block = $1 ORDER BY chunk", connection);
        command.Parameters.AddValue(block);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var data = row.GetFieldValue<byte[]>(0);
            if (data.Length > into.Length - filled)
            {
                return false;
            }

            data.CopyTo(into.Span[filled..]);
            filled += data.Length;
        }

        return filled == into.Length;
    }

    /// <summary>Reads a part of a block, unless its bytes are elsewhere.</summary>
    /// <returns>Where they are; null when the part was read.</returns>
    /// <exception cref="BlockCorruptException">The job has no such block, or it is too short.</exception>
    public static async Task<RemoteObject?> ReadPartAsync(
        NpgsqlConnection connection, string job, BlockHandle handle, long offset, Memory<byte> part, CancellationToken cancellationToken)
    {
        const string Sql = "SELECT b.place, b.object, substring(c.data FROM $4 FOR $5) FROM blocks b LEFT JOIN block_chunks c ON c.block = b.block AND c.chunk = $3 "
            + "WHERE b.block = $1 AND b.job = $2";
        foreach (var (chunk, start, length, at) in BlockPart.Chunks(offset, part.Length, Bytes))
        {
            await using var command = new NpgsqlCommand(Sql, connection);
            command.Parameters.AddValue(BlockPart.NumberOf(job, handle));
            command.Parameters.AddValue(job);
            command.Parameters.AddValue(chunk);
            command.Parameters.AddValue(start + 1);
            command.Parameters.AddValue(length);
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            var isThere = await row.ReadAsync(cancellationToken);
            if (isThere && !row.IsDBNull(0))
            {
                return new RemoteObject(row.GetString(0), row.GetString(1));
            }

            BlockPart.Fill(job, handle, part.Span.Slice(at, length), isThere && !row.IsDBNull(2) ? row.GetFieldValue<byte[]>(2) : null);
        }

        return null;
    }

    private static async Task<long> WriteManyAsync(NpgsqlConnection connection, string job, ReadOnlyMemory<byte> content, ulong checksum, CancellationToken cancellationToken)
    {
        await using var insert = InsertOf(Insert, connection, job, content, checksum);
        var block = (long)(await insert.ExecuteScalarAsync(cancellationToken))!;
        await using var copy = await connection.BeginBinaryImportAsync("COPY block_chunks(block, chunk, data) FROM STDIN (FORMAT BINARY)", cancellationToken);
        for (var chunk = 0; (long)chunk * Bytes < content.Length; chunk++)
        {
            var rest = content[(chunk * Bytes)..];
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(block, cancellationToken);
            await copy.WriteAsync(chunk, cancellationToken);
            await copy.WriteAsync(rest[..Math.Min(rest.Length, Bytes)], NpgsqlTypes.NpgsqlDbType.Bytea, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
        return block;
    }

    private static NpgsqlCommand InsertOf(string sql, NpgsqlConnection connection, string job, ReadOnlyMemory<byte> content, ulong checksum)
    {
#pragma warning disable CA2100 // The statements are those above.
        var insert = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        insert.Parameters.AddValue(job);
        insert.Parameters.AddValue((long)content.Length);
        insert.Parameters.AddValue((long)checksum);
        return insert;
    }
}
