using System.Globalization;
using System.Text.Json;
using ElasticGrains.Storage.Durable;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>The blocks of jobs that have ended or are forgotten to which nothing in the ledger refers.</summary>
internal static class SqliteOrphans
{
    /// <summary>Finds them; none when the job has not ended.</summary>
    public static OrphanBlocks Find(SqliteSession session, string job)
    {
        var orphans = new Dictionary<long, long>();
        var block = session["SELECT block, length FROM blocks WHERE job = ?"].Bind(job);
        while (block.Step())
        {
            orphans.Add(block.Long(0), block.Long(1));
        }

        if (orphans.Count == 0)
        {
            return OrphanBlocks.None;
        }

        var row = session["SELECT job, sequence, final IS NOT NULL FROM jobs WHERE id = ?"].Bind(job);
        if (!row.Step())
        {
            // Blocks come after the acceptance of their job: where it is not there it was forgotten. The next one of that id has blocks of its own.
            return new OrphanBlocks(null, 0, orphans);
        }

        var (key, sequence, hasEnded) = (row.Long(0), row.Long(1), row.Long(2) == 1);
        row.Reset();
        if (!hasEnded)
        {
            return OrphanBlocks.None;
        }

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
            return OrphanBlocks.None; // Nobody knows what a damaged history refers to.
        }

        return new OrphanBlocks(key, sequence, orphans);
    }

    /// <summary>Deletes them, unless the job was opened again or forgotten meanwhile.</summary>
    public static int Delete(SqliteSession session, OrphanBlocks orphans)
    {
        if (orphans.Job is { } key)
        {
            var row = session["SELECT 1 FROM jobs WHERE job = ? AND final IS NOT NULL AND sequence = ?"].Bind(key).Bind(orphans.Sequence);
            if (!row.Step())
            {
                return 0;
            }

            row.Reset();
        }

        foreach (var block in orphans.Lengths.Keys)
        {
            session["DELETE FROM block_chunks WHERE block = ?"].Bind(block).Run();
            session["DELETE FROM blocks WHERE block = ?"].Bind(block).Run();
        }

        return orphans.Lengths.Count;
    }
}
