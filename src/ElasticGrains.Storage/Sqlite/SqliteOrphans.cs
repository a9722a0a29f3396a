using System.Globalization;
using System.Text.Json;
using ElasticGrains.Storage.Durable;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>The blocks of jobs that have ended to which nothing in the ledger refers.</summary>
internal static class SqliteOrphans
{
    /// <summary>Finds them, with the length of the history that does not refer to them; none when the job has not ended.</summary>
    public static (long Sequence, IReadOnlyCollection<long> Blocks) Find(SqliteSession session, string job)
    {
        var orphans = new HashSet<long>();
        var block = session["SELECT block FROM blocks WHERE job = ?"].Bind(job);
        while (block.Step())
        {
            orphans.Add(block.Long(0));
        }

        var row = session["SELECT job, sequence FROM jobs WHERE id = ? AND final IS NOT NULL"].Bind(job);
        if (orphans.Count == 0 || !row.Step())
        {
            return (0, []);
        }

        var (key, sequence) = (row.Long(0), row.Long(1));
        row.Reset();
        var commit = session["SELECT block FROM commits WHERE job = ? AND block IS NOT NULL"].Bind(key);
        while (commit.Step())
        {
            orphans.Remove(long.Parse(commit.Text(0), CultureInfo.InvariantCulture));
        }

        try
        {
            // An event that refers to a block does so under a name that ends so: "block", "resultBlock". LIKE does not tell capitals apart.
            var body = session["SELECT body FROM events WHERE job = ? AND body LIKE '%block\"%'"].Bind(key);
            while (body.Step())
            {
                if (LedgerJson.Read(body.Bytes(0)).FindBlock() is { } kept)
                {
                    orphans.Remove(long.Parse(kept.Id, CultureInfo.InvariantCulture));
                }
            }
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            return (sequence, []); // Nobody knows what a damaged history refers to.
        }

        return (sequence, orphans);
    }

    /// <summary>Deletes them, unless the job was opened again or forgotten meanwhile.</summary>
    public static int Delete(SqliteSession session, string job, long sequence, IReadOnlyCollection<long> blocks)
    {
        var row = session["SELECT 1 FROM jobs WHERE id = ? AND final IS NOT NULL AND sequence = ?"].Bind(job).Bind(sequence);
        if (!row.Step())
        {
            return 0;
        }

        row.Reset();
        foreach (var block in blocks)
        {
            session["DELETE FROM block_chunks WHERE block = ?"].Bind(block).Run();
            session["DELETE FROM blocks WHERE block = ?"].Bind(block).Run();
        }

        return blocks.Count;
    }
}
