using ElasticGrains.Blocks;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Verification;

/// <summary>Payloads are what their commits say, blocks what their rows say.</summary>
internal static class PayloadCheck
{
    public static void Run(LedgerDump dump, FindingList findings)
    {
        var blocks = dump.Blocks.ToDictionary(block => block.Id);
        var inputs = InputsOf(dump);
        foreach (var block in dump.Blocks.Where(block => block.Found != block.Stated))
        {
            // The answer does not depend on captured input: the code says so.
            var (code, what) = inputs.Contains(block.Id) ? (FindingCodes.InputDamaged, ", which is captured input,") : (FindingCodes.BlockDamaged, "");
            findings.Add(code, $"Block {block.Id}{what} should be {block.Stated} and is {block.Found}.");
        }

        foreach (var commit in dump.Commits)
        {
            if (commit.Block is not { } id)
            {
                Compare(commit, commit.Inline ?? default, findings);
            }
            else if (blocks.TryGetValue(id, out var block))
            {
                Compare(commit, block.Stated, findings);
            }
            else
            {
                Missing(dump, id, $"Commit {commit.Number} names block {id}", findings, commit.Shard, commit.Attempt);
            }
        }

        foreach (var row in dump.Events)
        {
            if (row.Event is LedgerEvent.Quarantined { Input.Block: { } kept } givenUp)
            {
                CompareInput(givenUp, kept, blocks, findings);
            }
        }

        foreach (var answer in dump.Events.Select(row => (row.Event as LedgerEvent.Finished)?.Outcome.ResultBlock).OfType<BlockHandle>())
        {
            if (!blocks.TryGetValue(answer.Id, out var block))
            {
                Missing(dump, answer.Id, $"The answer is in block {answer.Id}", findings);
            }
            else if (block.Stated != new ByteStamp(answer.Length, answer.Checksum))
            {
                findings.Add(FindingCodes.BlockDamaged, $"The answer should be {new ByteStamp(answer.Length, answer.Checksum)}, and its block {answer.Id} is {block.Stated}.");
            }
        }
    }

    /// <summary>Blocks of a job to which nothing refers.</summary>
    public static void FindOrphans(LedgerDump dump, FindingList findings)
    {
        if (dump.Events.Any(row => row.Event is null))
        {
            return; // Nobody knows what a damaged history refers to.
        }

        var named = dump.Commits.Select(commit => commit.Block).Concat(dump.Events.Select(row => row.Event!.FindBlock()?.Id)).OfType<string>().ToHashSet();
        foreach (var block in dump.Blocks.Where(block => !named.Contains(block.Id)))
        {
            findings.Add(FindingCodes.BlockOrphan, $"Nothing refers to block {block.Id} of {block.Stated.Length} bytes, and the job ended at {dump.Job.Totals.FinishedAt:O}.");
        }
    }

    private static void Missing(LedgerDump dump, string block, string told, FindingList findings, int? shard = null, long? attempt = null)
    {
        var (code, what) = dump.Foreign.TryGetValue(block, out var owner) ? (FindingCodes.BlockForeign, $"is of job {owner}") : (FindingCodes.BlockMissing, "is not there");
        findings.Add(code, $"{told}, which {what}.", shard, attempt);
    }

    /// <summary>The blocks that nothing but captured input refers to.</summary>
    private static HashSet<string> InputsOf(LedgerDump dump)
    {
        var inputs = dump.Events.Select(row => (row.Event as LedgerEvent.Quarantined)?.Input?.Block?.Id).OfType<string>().ToHashSet();
        inputs.ExceptWith(dump.Commits.Select(commit => commit.Block).OfType<string>());
        inputs.ExceptWith(dump.Events.Select(row => (row.Event as LedgerEvent.Finished)?.Outcome.ResultBlock?.Id).OfType<string>());
        return inputs;
    }

    private static void CompareInput(LedgerEvent.Quarantined givenUp, BlockHandle kept, Dictionary<string, BlockRow> blocks, FindingList findings)
    {
        if (!blocks.TryGetValue(kept.Id, out var block))
        {
            findings.Add(FindingCodes.InputMissing, $"The input captured of items {givenUp.Input!.Range} is block {kept.Id}, which is not there.", givenUp.Shard);
        }
        else if (block.Stated != new ByteStamp(kept.Length, kept.Checksum))
        {
            findings.Add(FindingCodes.InputDamaged, $"The input captured of items {givenUp.Input!.Range} is block {kept.Id}, which has another length or checksum.", givenUp.Shard);
        }
    }

    private static void Compare(CommitRow commit, ByteStamp found, FindingList findings)
    {
        if (found.Length != commit.Payload.Length)
        {
            findings.Add(FindingCodes.PayloadLength, $"The payload of commit {commit.Number} has {found.Length} bytes instead of {commit.Payload.Length}.", commit.Shard, commit.Attempt);
        }
        else if (found.Checksum != commit.Payload.Checksum)
        {
            findings.Add(FindingCodes.PayloadDamaged, $"The payload of commit {commit.Number} does not match its checksum.", commit.Shard, commit.Attempt);
        }
    }
}
