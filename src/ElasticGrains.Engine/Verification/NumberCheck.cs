namespace ElasticGrains.Engine.Verification;

/// <summary>Numbers run from 1 without gap or repetition, in the order of events.</summary>
internal static class NumberCheck
{
    public static void Run(LedgerDump dump, FindingList findings)
    {
        var last = 0L;
        var lastSequence = 0L;
        foreach (var commit in dump.Commits.OrderBy(commit => commit.Number).ThenBy(commit => commit.Sequence))
        {
            if (commit.Number <= last)
            {
                findings.Add(FindingCodes.NumberDuplicate, $"Number {commit.Number} is given twice, or is not positive.", commit.Shard, commit.Attempt);
            }
            else if (commit.Number > last + 1)
            {
                findings.Add(FindingCodes.NumberGap, $"Numbers {last + 1} to {commit.Number - 1} are missing.");
            }

            if (commit.Sequence <= lastSequence)
            {
                findings.Add(FindingCodes.NumberOrder, $"Commit {commit.Number} stands at event {commit.Sequence}, before a commit with a lower number.", commit.Shard, commit.Attempt);
            }

            last = commit.Number;
            lastSequence = commit.Sequence;
        }

        if (last < dump.Job.Totals.LastNumber)
        {
            findings.Add(FindingCodes.NumberGap, $"Numbers {last + 1} to {dump.Job.Totals.LastNumber} are missing.");
        }
    }
}
