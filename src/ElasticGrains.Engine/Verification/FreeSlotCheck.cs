using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Verification;

/// <summary>
/// No work that could have run waited for more than <see cref="Allowed"/> beside a slot that is known to have been free. A slot is known to be free from
/// the end of an attempt that left it so to the next grant on it, of any job; before the first attempt, after the last, and after one that
/// was lost, stopped or refused, nobody knows. Express slots are meant to be free, and beside an attempt that runs alone all others of its silo
/// are. What the ledger does not have are the other good reasons: a resource manager that was lost with its silo, a writer or
/// a silo that stood still, a database that was away, a silo that is being drained, and jobs that have been purged since. So what
/// this finds is a warning, not a proof.
/// </summary>
internal static class FreeSlotCheck
{
    /// <summary>The longest that work may wait beside a free slot.</summary>
    public static readonly TimeSpan Allowed = TimeSpan.FromSeconds(5);

    /// <param name="attempts">All attempts of all jobs.</param>
    /// <param name="waits">When each job waited.</param>
    /// <param name="silos">When a job may have waited for a silo alone.</param>
    /// <param name="asOf">When the ledger was read: what was granted later may be missing. Null when nothing changed meanwhile.</param>
    /// <param name="findings">Where to put what is found.</param>
    public static void Run(
        IReadOnlyCollection<AttemptTrace> attempts,
        IEnumerable<(string JobId, IReadOnlyList<WaitingSpan> Spans)> waits,
        IReadOnlyCollection<WaitingSpan> silos,
        DateTimeOffset? asOf,
        List<Finding> findings)
    {
        var horizon = asOf is { } read ? read - ClockTolerance.TwoProcesses : DateTimeOffset.MaxValue;
        var alone = attempts.Where(attempt => attempt.Granted.IsAlone).Select(attempt => (attempt.Granted.Silo, SpanOf(attempt))).ToLookup(it => it.Silo, it => it.Item2);
        var free = attempts.GroupBy(attempt => attempt.Slot)
            .SelectMany(slot => FreeSpans([.. slot.OrderBy(attempt => attempt.Begun.At)], horizon).Select(span => (slot.Key, Span: span)))
            .Where(it => !silos.Any(wanted => Meet(wanted, it.Span)) && !alone[it.Key.Silo].Any(span => Meet(span, it.Span)))
            .OrderBy(it => it.Span.From)
            .ToList();
        foreach (var (jobId, spans) in waits)
        {
            if (Longest(spans, free) is { } idle)
            {
                findings.Add(new Finding(
                    FindingCodes.IdleSlot, jobId, $"A shard could have run for {idle.Length.TotalSeconds:0.0} s from {idle.From:O} on, and slot {idle.Slot} of {idle.Silo} was free.")
                {
                    Idle = idle,
                });
            }
        }
    }

    private static IEnumerable<WaitingSpan> FreeSpans(IReadOnlyList<AttemptTrace> inOrder, DateTimeOffset horizon)
    {
        for (var i = 1; i < inOrder.Count; i++)
        {
            var (before, next) = (inOrder[i - 1], inOrder[i].Begun);
            if (before is { LeftSlotFree: true, Ended: { } end, Granted: { IsExpress: false, LeaseEpoch: > 0 } }
                && next.At - end.At > Needed(before.Ended.Value.Writer == next.Writer)
                && next.At <= horizon && inOrder[i].How != AttemptEnd.Refused)
            {
                yield return new WaitingSpan(end.At, next.At, end.Writer == next.Writer ? next.Writer : null);
            }
        }
    }

    private static IdleTime? Longest(IReadOnlyList<WaitingSpan> waits, List<((string Silo, int Slot) Slot, WaitingSpan Span)> free)
    {
        IdleTime? longest = null;
        foreach (var wait in waits.Where(wait => wait.Until - wait.From > Allowed))
        {
            foreach (var (slot, span) in free)
            {
                if (span.From >= wait.Until)
                {
                    break;
                }

                var from = span.From > wait.From ? span.From : wait.From;
                var length = (span.Until < wait.Until ? span.Until : wait.Until) - from;
                if (length > Needed(span.Writer == wait.Writer) && !(longest?.Length >= length))
                {
                    longest = new IdleTime(slot.Silo, slot.Slot, from, length);
                }
            }
        }

        return longest;
    }

    private static TimeSpan Needed(bool isOneClock) => isOneClock ? Allowed : Allowed + ClockTolerance.TwoProcesses;

    private static WaitingSpan SpanOf(AttemptTrace attempt) => new(attempt.Begun.At, attempt.Ended?.At ?? DateTimeOffset.MaxValue, null);

    private static bool Meet(WaitingSpan one, WaitingSpan other) => one.From < other.Until && other.From < one.Until;
}
