using System.Buffers;
using ElasticGrains.Hashing;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Durable;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>Writes events and commits; holds the buffer they are encoded in, so it belongs to the writing thread.</summary>
internal sealed class EventWriter
{
    private readonly ArrayBufferWriter<byte> _json = new();

    public void Write(SqliteSession session, long job, long sequence, LedgerEvent happened)
    {
        if (happened is LedgerEvent.Committed commit)
        {
            WriteCommit(session, job, sequence, commit);
            return;
        }

        _json.ResetWrittenCount();
        LedgerJson.Write(happened, _json);
        session["INSERT INTO events VALUES(?, ?, ?, ?)"]
            .Bind(job).Bind(sequence).Bind(Checksum.Of(_json.WrittenSpan)).BindText(_json.WrittenSpan).Run();
    }

    private static void WriteCommit(SqliteSession session, long job, long sequence, LedgerEvent.Committed it)
    {
        var block = it.Payload.Block;
        var statement = session["INSERT INTO commits VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"]
            .Bind(job).Bind(it.Number).Bind(sequence).Bind(it.Shard).Bind(it.Attempt).Bind(it.Range.Start).Bind(it.Range.End)
            .Bind(it.Payload.Length).Bind(it.Payload.Checksum).Bind(it.At.UtcTicks)
            .Bind(block?.Id).Bind(block?.Length).Bind(block?.Checksum);
        (block is null ? statement.BindBlob(it.Payload.Inline.Span) : statement.Bind((long?)null)).Run();
    }
}
