using System.Globalization;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Jobs;

/// <summary>Why things are as they are, in the ledger and for whoever asks.</summary>
public sealed partial class JobMachine
{
    // A person reads the first few; how many there are is said besides.
    private const int MostReasonsOfAKind = 3;

    /// <summary>What the job waits for, the most important first; nothing is changed by the question. Slots are for whoever grants them to explain.</summary>
    public JobWhy Explain(DateTimeOffset now) => new()
    {
        Id = State.Spec.Id,
        Phase = State.Phase,
        Reasons = [.. State.Phase.IsFinal() && State.Outcome is not null && _outbox.IsIdle ? JobEnding.Of(State) : Waits(now)],
        Wanted = IsStoodDown ? 0 : WantedAt(now),
        Priority = State.Spec.Policy.Priority,
    };

    /// <summary>What the shard knows of its end beside the failure. A shard that is told to stop is one whose attempt has ended already, but for a late copy.</summary>
    private static string? WhyOf(AttemptEnd how, ShardEnded said) => how switch
    {
        AttemptEnd.Refused => LedgerReasons.SlotTaken,
        AttemptEnd.Stopped => said.Move is { } cause ? LedgerReasons.Of(cause) : said.End == AttemptEnd.Completed ? LedgerReasons.RestUnrecorded : LedgerReasons.LateCopy,
        _ => null,
    };

    /// <summary>How many more slots the job could use: what it asks for.</summary>
    private int WantedAt(DateTimeOffset now)
    {
        if (!CanRun || Halted is not null)
        {
            return 0;
        }

        var ready = _pending.Ready(now);
        return Math.Clamp(ready > 0 ? ready : _spare is null && _candidates.First is not null ? 1 : 0, 0, Room);
    }

    private IEnumerable<JobReason> Waits(DateTimeOffset now)
    {
        if (IsStoodDown)
        {
            return [new JobReason(JobReasons.TakenOver, "Another writer has the job; it goes on there.")];
        }

        IEnumerable<JobReason?> reasons =
        [
            OfLedger(), OfStorage(), OfFinish(), OfAdoption(), .. OfSlots(now), .. OfRetries(now), .. OfSuspects(now), OfRunning(), .. JobEnding.GivenUp(State), OfDeadline(),
        ];
        return reasons.OfType<JobReason>().DefaultIfEmpty(new JobReason(JobReasons.Ledger, "What the job decided last is being written to its ledger."));
    }

    private JobReason? OfLedger() => _outbox.Parked is { } reason
        ? new JobReason(JobReasons.Ledger, $"The ledger does not take what the job writes: {reason} It is tried again every {Seconds(_timings.AppendRetry)}; meanwhile nothing begins and no commit counts.")
        : null;

    private JobReason? OfStorage() => _live.Where(live => live.Value.Stalled is not null).OrderBy(live => live.Key).Select(live => live.Key).FirstOrDefault(-1) is >= 0 and var shard
        ? new JobReason(JobReasons.Stalled, $"Shard {shard} has partials that cannot be stored: {_live[shard].Stalled} No shard begins meanwhile.") { Shard = shard }
        : null;

    private JobReason? OfFinish() => State.Phase == JobPhase.Finishing
        ? new JobReason(JobReasons.Finishing, $"All {State.Items} items are committed; the answer is being made.")
        : State.Phase.IsFinal() ? new JobReason(JobReasons.Finishing, "The job has ended; its end is being written to the ledger.") : null;

    private JobReason? OfAdoption() => _adoptUntil is { } until
        ? new JobReason(
            JobReasons.Adopting,
            $"A new writer has the job; {Count(_live.Values.Count(live => live.IsUnclaimed), "attempt")} that ran under the last one may still report. What does not is run again.")
        {
            Until = until,
        }
        : null;

    private IEnumerable<JobReason> OfSlots(DateTimeOffset now)
    {
        if (State.Phase != JobPhase.Running || _adoptUntil is not null)
        {
            yield break;
        }

        var ready = _pending.Ready(now);
        if (_live.Count == 0 && _slotRefused is { } refused)
        {
            yield return new JobReason(JobReasons.Slots, $"No slot can be had: {refused}.");
        }
        else if (ready > 0 && Room == 0)
        {
            yield return new JobReason(
                JobReasons.MaxSlots,
                $"The job may use {Count(State.Spec.Policy.MaxSlots!.Value, "slot")} at once (MaxSlots of its policy) and has as many; {Count(ready, "shard")} wait{(ready == 1 ? "s" : "")} for one of them.");
        }
        else if (ready > 0 && Parked is null)
        {
            yield return new JobReason(JobReasons.Slots, $"{Count(ready, "shard")} could begin now and wait{(ready == 1 ? "s" : "")} for a slot.");
        }
        else if (WantedAt(now) > 0)
        {
            yield return new JobReason(JobReasons.Slots, "Every shard runs. One more slot could be used: the shard that would take longest would be cut in two for it.");
        }
    }

    private IEnumerable<JobReason> OfRetries(DateTimeOffset now)
    {
        foreach (var (number, until) in _pending.Paused(now).OrderBy(paused => paused.Until).Take(MostReasonsOfAKind))
        {
            var shard = State.Shard(number);
            var failed = State.ShardAt(shard, shard.CommittedEnd);
            yield return shard.FailuresInARow == 0
                ? new JobReason(JobReasons.Retry, $"Shard {failed} is tried on another slot after a short pause: the last one was taken.") { Shard = failed, Until = until }
                : new JobReason(
                    JobReasons.Retry,
                    $"Shard {failed} is tried again after a pause; it has failed {Count(shard.FailuresInARow, "time")} in a row and is given up after {State.Spec.Policy.MaxAttempts}. The last time: {shard.LastFailure?.Text}")
                {
                    Shard = failed,
                    Until = until,
                    Failure = shard.LastFailure,
                };
        }
    }

    private IEnumerable<JobReason> OfSuspects(DateTimeOffset now)
    {
        if (_suspects.OnTrial is { } trial)
        {
            yield return new JobReason(JobReasons.Alone, $"Shard {trial} runs alone on its silo: {Count(State.Shard(trial).Deaths.Count, "silo")} died under it.") { Shard = trial };
        }

        if (_suspects.First is { } first)
        {
            var died = string.Join(", ", State.Shard(first).Deaths.Select(death => death.Silo).Distinct(StringComparer.Ordinal));
            yield return new JobReason(
                JobReasons.Alone,
                $"{Count(_suspects.Count, "shard or run", "shards or runs")}, of which {first} is next, wait to run alone, one at a time: silos died under them ({died}). "
                + $"A silo is emptied for it, or after {Seconds(_timings.AloneWithin)} it takes any slot.")
            {
                Shard = first,
            };
        }
    }

    private JobReason? OfRunning()
    {
        if (_live.Count == 0)
        {
            return null;
        }

        var (number, live) = _live.MaxBy(it => State.Shard(it.Key).End - Math.Max(it.Value.Position, State.Shard(it.Key).CommittedEnd));
        var shard = State.Shard(number);
        var left = shard.End - Math.Max(live.Position, shard.CommittedEnd);
        return new JobReason(
            JobReasons.Running,
            $"{Count(_live.Count, "attempt")} run{(_live.Count == 1 ? "s" : "")}; the one with the most left is shard {number}, attempt {shard.Attempt}, on {live.Lease?.Silo ?? shard.Silo}: {left} of {shard.End - shard.Start} items.")
        {
            Shard = number,
            Since = live.GrantedAt,
        };
    }

    private JobReason? OfDeadline() => State.Spec.Policy.Deadline is { } deadline
        ? new JobReason(JobReasons.Deadline, $"The job fails when its deadline of {deadline} has passed; {State.Committed} of {State.Items} items are committed.")
        {
            Since = State.OpenedAt,
            Until = State.OpenedAt + deadline,
        }
        : null;

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    private static string Count(int count, string one, string? many = null) => $"{count} {(count == 1 ? one : many ?? one + "s")}";
}
