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
                findings.Add(FindingCodes.BlockMissing, $"Commit {commit.Number} names block {id}, which is not there.");
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
                findings.Add(FindingCodes.BlockMissing, $"The answer is in block {answer.Id}, which is not there.");
            }
            else if (block.Stated != new ByteStamp(answer.Length, answer.Checksum))
            {
                findings.Add(FindingCodes.BlockDamaged, $"The answer should be {new ByteStamp(answer.Length, answer.Checksum)}, and its block {answer.Id} is {block.Stated}.");
            }
        }
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
            findings.Add(FindingCodes.InputMissing, $"The input captured of items {givenUp.Input!.Range} is block {kept.Id}, which is not there.");
        }
        else if (block.Stated != new ByteStamp(kept.Length, kept.Checksum))
        {
            findings.Add(FindingCodes.InputDamaged, $"The input captured of items {givenUp.Input!.Range} is block {kept.Id}, which has another length or checksum.");
        }
    }

    private static void Compare(CommitRow commit, ByteStamp found, FindingList findings)
    {
        if (found.Length != commit.Payload.Length)
        {
            findings.Add(FindingCodes.PayloadLength, $"The payload of commit {commit.Number} has {found.Length} bytes instead of {commit.Payload.Length}.");
        }
        else if (found.Checksum != commit.Payload.Checksum)
        {
            findings.Add(FindingCodes.PayloadDamaged, $"The payload of commit {commit.Number} does not match its checksum.");
        }
    }
}
