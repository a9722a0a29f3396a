using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Verification;

/// <summary>The attempts of one job: each has one grant, then adoptions, and one end, its own or that of the job.</summary>
internal sealed class AttemptBook(string jobId, FindingList findings)
{
    private readonly List<AttemptTrace> _all = [];
    private readonly Dictionary<int, AttemptTrace> _latest = [];
    private readonly HashSet<AttemptTrace> _open = [];
    private int _adopted;

    public IReadOnlyList<AttemptTrace> All => _all;

    public int Running => _open.Count;

    public JobAccount Account(bool hasEnded) =>
        new(jobId, hasEnded, _all.Count, _adopted, _all.Count - _open.Count, _all.Aggregate(TimeSpan.Zero, (sum, attempt) => sum + attempt.SlotTime));

    public void Begin(LedgerEvent.Granted granted, Moment at)
    {
        var attempt = new AttemptTrace(jobId, granted, at);
        if (_latest.TryGetValue(granted.Shard, out var before))
        {
            _open.Remove(before);
        }

        _all.Add(attempt);
        _open.Add(attempt);
        _latest[granted.Shard] = attempt;
    }

    public void Adopt(LedgerEvent.Adopted it)
    {
        _adopted++;
        if (_latest.TryGetValue(it.Shard, out var attempt) && attempt.Attempt == it.FromAttempt)
        {
            attempt.Attempt = it.Attempt;
        }
    }

    public void Commit(int head, CommitRow commit, Moment at)
    {
        if (_latest.TryGetValue(head, out var attempt) && attempt.Attempt == commit.Attempt && _open.Contains(attempt))
        {
            attempt.Committed(at);
        }
    }

    public void End(LedgerEvent.AttemptEnded it, Moment at)
    {
        if (!_latest.TryGetValue(it.Shard, out var attempt) || attempt.Attempt < it.Attempt)
        {
            findings.Add(FindingCodes.EndWithoutGrant, $"Event {at.Sequence}: attempt {it.Attempt} of shard {it.Shard} ended, which was never granted.", it.Shard, it.Attempt);
        }
        else if (attempt.Attempt == it.Attempt && !_open.Contains(attempt))
        {
            findings.Add(FindingCodes.EndedTwice, $"Event {at.Sequence}: attempt {it.Attempt} of shard {it.Shard} ended, which had ended before.", it.Shard, it.Attempt);
        }
        else if (attempt.Attempt != it.Attempt)
        {
            findings.Add(FindingCodes.EventOrder, $"Event {at.Sequence}: attempt {it.Attempt} of shard {it.Shard} ended while {attempt.Attempt} was running.", it.Shard, it.Attempt);
        }
        else
        {
            // A kernel that does not come back keeps its thread; what was lost or stopped may still have run when the job gave it up.
            Close(attempt, at, it.End, it.End == AttemptEnd.Completed || (it.End == AttemptEnd.Failed && it.Failure?.Kind != "unresponsive"));
        }
    }

    /// <summary>The job has ended, and with it all that ran.</summary>
    public void Finish(JobPhase phase, Moment at)
    {
        foreach (var attempt in _open.ToList())
        {
            Close(attempt, at, how: null, phase == JobPhase.Succeeded);
        }
    }

    private void Close(AttemptTrace attempt, Moment at, AttemptEnd? how, bool leftSlotFree)
    {
        _open.Remove(attempt);
        attempt.End(at, how, leftSlotFree);
        if (attempt.Begun.At - at.At > ClockTolerance.Between(attempt.Begun.Writer, at.Writer))
        {
            findings.Add(
                FindingCodes.TimeBackwards,
                $"Event {at.Sequence}: attempt {attempt.Attempt} of shard {attempt.Shard} was granted at {attempt.Begun.At:O} and ended at {at.At:O}, {(attempt.Begun.At - at.At).TotalSeconds:0.0} s before.",
                attempt.Shard,
                attempt.Attempt);
        }
    }
}
