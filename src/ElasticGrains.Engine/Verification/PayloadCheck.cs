namespace ElasticGrains.Engine.Verification;

/// <summary>Payloads are what their commits say, blocks what their rows say.</summary>
internal static class PayloadCheck
{
    public static void Run(LedgerDump dump, FindingList findings)
    {
        var blocks = dump.Blocks.ToDictionary(block => block.Id);
        foreach (var block in dump.Blocks.Where(block => block.Found != block.Stated))
        {
            findings.Add(FindingCodes.BlockDamaged, $"Block {block.Id} should be {block.Stated} and is {block.Found}.");
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
