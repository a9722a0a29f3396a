namespace ElasticGrains.Engine.Verification;

/// <summary>
/// No slot was held by two attempts at once, over all jobs. What the ledger has of it is this, and no more:
/// <list type="bullet">
/// <item>An attempt took its slot after its grant was written down, and before its first commit was offered. Only one that has a commit is known to
/// have had its slot: a grant may be refused by the silo, or be lost on its way.</item>
/// <item>It still had its slot when its last commit but three was durable: its thread waits where more are unacknowledged. Where it has no
/// more than three groups of commits, that is when it was granted. When it left the slot the ledger does not know: the silo frees it before the
/// job hears of the end, and the last commits and the end may be recorded long after others have it.</item>
/// <item>A silo takes the leases of a slot in the order of their epochs, and each once (<c>SlotTable</c>). The name of a silo never comes back.</item>
/// </list>
/// So two attempts that both have commits contradict each other when they have the same lease, whatever the clocks say; and when the one
/// with the lower lease is known to have had the slot after the other was known to have it: by the order of events within a job, by times
/// across jobs, where they differ by more than <see cref="ClockTolerance"/>. Attempts without a lease epoch, of older versions, contradict each other
/// when they do so in either order. What this cannot see: attempts without a commit; overlaps that fit between two commits or into the
/// tolerance; jobs that were purged.
/// </summary>
internal static class SlotCheck
{
    public static void Run(IEnumerable<AttemptTrace> attempts, List<Finding> findings)
    {
        foreach (var slot in attempts.Where(attempt => attempt.HadSlotBy is not null).GroupBy(attempt => attempt.Slot))
        {
            CheckLeases([.. slot.Where(attempt => attempt.Granted.LeaseEpoch > 0).OrderBy(attempt => attempt.Granted.LeaseEpoch)], findings);
            CheckWithoutLeases([.. slot.Where(attempt => attempt.Granted.LeaseEpoch == 0).OrderBy(attempt => attempt.HadSlotBy!.Value.At)], findings);
        }
    }

    private static void CheckLeases(AttemptTrace[] inOrder, List<Finding> findings)
    {
        var ofJob = new Dictionary<string, AttemptTrace>(StringComparer.Ordinal);
        var ofWriter = new Dictionary<string, AttemptTrace>(StringComparer.Ordinal);
        AttemptTrace? ofAll = null;
        AttemptTrace? last = null;
        foreach (var attempt in inOrder)
        {
            if (last is not null && last.Granted.LeaseEpoch == attempt.Granted.LeaseEpoch)
            {
                Add(findings, FindingCodes.LeaseReused, attempt, $"computed under lease {attempt.Granted.LeaseEpoch} of slot {SlotOf(attempt)}, and so did {last}.");
            }
            else if ((Contradicts(ofJob.GetValueOrDefault(attempt.JobId), attempt) ?? Contradicts(ofWriter.GetValueOrDefault(attempt.HadSlotBy!.Value.Writer), attempt)
                ?? Contradicts(ofAll, attempt)) is { } other)
            {
                Add(findings, FindingCodes.SlotOverlap, attempt, Told(other, attempt));
            }

            last = attempt;
            Keep(ofJob, attempt.JobId, attempt, (one, two) => one.HadSlotUntil.Sequence > two.HadSlotUntil.Sequence);
            Keep(ofWriter, attempt.HadSlotUntil.Writer, attempt, IsLater);
            ofAll = ofAll is null || IsLater(attempt, ofAll) ? attempt : ofAll;
        }
    }

    private static void CheckWithoutLeases(AttemptTrace[] inOrder, List<Finding> findings)
    {
        AttemptTrace? longest = null;
        foreach (var attempt in inOrder)
        {
            if (longest is not null && Contradicts(longest, attempt) is { } other && Contradicts(attempt, longest) is not null)
            {
                Add(findings, FindingCodes.SlotOverlap, attempt, Told(other, attempt));
            }

            longest = longest is null || IsLater(attempt, longest) ? attempt : longest;
        }
    }

    /// <summary>The earlier one, when it still had the slot after the later one is known to have had it.</summary>
    private static AttemptTrace? Contradicts(AttemptTrace? earlier, AttemptTrace later)
    {
        if (earlier is null)
        {
            return null;
        }

        var (until, by) = (earlier.HadSlotUntil, later.HadSlotBy!.Value);
        var isProof = earlier.JobId == later.JobId ? until.Sequence > by.Sequence : until.At - by.At > ClockTolerance.Between(until.Writer, by.Writer);
        return isProof ? earlier : null;
    }

    private static void Keep(Dictionary<string, AttemptTrace> latest, string key, AttemptTrace attempt, Func<AttemptTrace, AttemptTrace, bool> isLater)
    {
        if (!latest.TryGetValue(key, out var known) || isLater(attempt, known))
        {
            latest[key] = attempt;
        }
    }

    private static bool IsLater(AttemptTrace one, AttemptTrace two) => one.HadSlotUntil.At > two.HadSlotUntil.At;

    private static string Told(AttemptTrace other, AttemptTrace attempt) =>
        $"had slot {SlotOf(attempt)} by {attempt.HadSlotBy!.Value.At:O}, and {other} still had it at {other.HadSlotUntil.At:O} (leases {attempt.Granted.LeaseEpoch} and {other.Granted.LeaseEpoch}).";

    private static string SlotOf(AttemptTrace attempt) => $"{attempt.Granted.Slot} of {attempt.Granted.Silo}";

    private static void Add(List<Finding> findings, string code, AttemptTrace attempt, string what) =>
        findings.Add(new Finding(code, attempt.JobId, $"Attempt {attempt.Attempt} of shard {attempt.Shard} {what}") { Shard = attempt.Shard, Attempt = attempt.Attempt });
}
