namespace ElasticGrains.Engine.Verification;

/// <summary>Committed ranges lie within the job and overlap nowhere; of a succeeded job they leave nothing out.</summary>
internal static class CoverCheck
{
    public static void Run(LedgerDump dump, bool isWhole, FindingList findings)
    {
        var items = dump.Job.Totals.Items;
        var covered = 0L;
        foreach (var commit in dump.Commits.OrderBy(commit => commit.Start).ThenBy(commit => commit.End))
        {
            if (commit.Start < 0 || commit.End > items)
            {
                findings.Add(FindingCodes.CommitOutside, $"Commit {commit.Number} is [{commit.Start}, {commit.End}) in a job of {items} items.", commit.Shard, commit.Attempt);
            }

            if (commit.Start < covered)
            {
                findings.Add(FindingCodes.CoverOverlap, $"Items [{commit.Start}, {Math.Min(covered, commit.End)}) are committed twice, again by commit {commit.Number}.", commit.Shard, commit.Attempt);
            }
            else if (isWhole && commit.Start > covered)
            {
                findings.Add(FindingCodes.CoverGap, $"Items [{covered}, {commit.Start}) are not committed.");
            }

            covered = Math.Max(covered, commit.End);
        }

        if (isWhole && covered < items)
        {
            findings.Add(FindingCodes.CoverGap, $"Items [{covered}, {items}) are not committed.");
        }
    }
}
