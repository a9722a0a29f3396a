using ElasticGrains.Inputs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Jobs;

/// <summary>Slots, grants and ends.</summary>
public sealed partial class JobMachine
{
    private readonly PendingShards _pending;
    private int _wantedSlots;
    private DateTimeOffset _askedAt;
    private TimeSpan _askPause;
    private readonly RunPace _pace;
    private SpareSlot? _spare;

    /// <summary>Attempts that run, as far as the job knows.</summary>
    public int Running => _live.Count;

    /// <summary>Items computed, committed or not.</summary>
    public long Computed => State.Committed + _live.Sum(live => Math.Max(0, live.Value.Position - State.Shard(live.Key).CommittedEnd));

    /// <summary>The longest commit interval of the running attempts.</summary>
    public TimeSpan CommitInterval => _live.Count == 0 ? State.Spec.Policy.CommitInterval : _live.Values.Max(live => live.CommitInterval);

    private bool CanRun => State.Phase == JobPhase.Running && _adoptUntil is null;

    /// <summary>How many more slots the job's policy lets it use.</summary>
    private int Room => Math.Max(0, (State.Spec.Policy.MaxSlots ?? int.MaxValue) - _live.Count - (_spare is null ? 0 : 1));

    private void AskForSlots()
    {
        var wanted = WantedAt(_now);
        if (wanted != _wantedSlots || (wanted > 0 && _now - _askedAt >= _askPause))
        {
            var next = _askPause * 2 < _timings.AskAgainAtMost ? _askPause * 2 : _timings.AskAgainAtMost;
            _askPause = wanted != _wantedSlots || _askPause == default ? _timings.AskAgain : next;
            _wantedSlots = wanted;
            _askedAt = _now;
            _outbox.Now(new JobEffect.RequestSlots(wanted, State.Spec.Policy.Priority));
        }
    }

    private void OnSlotOffered(SlotLease lease)
    {
        _slotRefused = null;
        if (lease.IsAlone)
        {
            OnSiloOffered(lease);
            return;
        }

        _askPause = _timings.AskAgain;
        _wantedSlots = Math.Max(0, _wantedSlots - 1);
        if (CanRun && _live.Count < (State.Spec.Policy.MaxSlots ?? int.MaxValue))
        {
            if (_pending.Take(_now, MostInRun, lease.Silo) is var (shard, more))
            {
                Grant(shard, more, lease);
                return;
            }

            // What was refused is tried again in a moment: a piece of another shard must not have its slot by then.
            if (_spare is null && !_pending.IsDueWithin(_now, _timings.RefusedPause) && _candidates.First is { } victim)
            {
                _spare = new SpareSlot(lease, victim, _now + _timings.SplitTimeout);
                _outbox.AfterStaged(new JobEffect.AskSplit(victim, State.Shard(victim).Attempt));
                return;
            }
        }

        if (!CanRun)
        {
            // An earlier activation, or an earlier phase, has wished for it: what is returned would be offered again, as often as it was wished for.
            _wantedSlots = 0;
            _outbox.Now(new JobEffect.RequestSlots(0, State.Spec.Policy.Priority));
        }

        _outbox.Now(new JobEffect.ReturnSlot(lease));
    }

    /// <summary>Others have waited while this job ran on an express slot: what is left of the attempt there waits in its turn.</summary>
    private void OnSlotRecalled(SlotLease lease)
    {
        foreach (var (number, live) in _live)
        {
            if (live.Lease == lease)
            {
                _cuts[number] = LedgerReasons.Recalled;
                _outbox.AfterStaged(new JobEffect.AskYield(number, State.Shard(number).Attempt));
            }
        }
    }

    private void OnEnded(ShardEnded end)
    {
        var shard = State.Find(end.Shard);
        if (shard is not null && !State.Phase.IsFinal() && (_rules.IsCurrent(shard, end.Attempt) || _rules.IsBeforeAdoption(shard, end.Attempt)))
        {
            var how = HowEnded(shard, end);
            EndAttempt(shard, how, end.Failure, said: end, why: WhyOf(how, end));
        }

        _outbox.AfterStaged(new JobEffect.AnswerEnded(end.Shard, end.Attempt));
    }

    private void EndAttempt(ShardState shard, AttemptEnd how, Failure? failure, SiloDeath? death = null, ShardEnded? said = null, string? why = null)
    {
        if (_live.Remove(shard.Number, out var live) && how == AttemptEnd.Completed && live.GrantedAt is { } since)
        {
            _pace.Completed(shard.More + 1, _now - since);
        }

        Rank(shard.Number);
        _cuts.Remove(shard.Number);
        _suspects.Tried(shard.Number);
        if (_spare?.Victim == shard.Number)
        {
            ReturnSpareSlot();
        }

        GiverEnded(shard.Number, how);

        if (how == AttemptEnd.Failed && shard.More > 0)
        {
            SetApart(shard);
        }

        Stage(new LedgerEvent.AttemptEnded(shard.Number, shard.Attempt, how, failure, _now)
        {
            Death = death,
            Why = why,
            Abandoned = how == AttemptEnd.Stopped && said is { Move: not null } ? Math.Max(0, said.Begun - shard.CommittedEnd) : 0,
        });
        if (shard.Phase == ShardPhase.Pending)
        {
            RunAgain(shard, how, failure, death, said?.Input);
        }

        MakeAnswerWhenCovered();
    }

    private void RunAgain(ShardState shard, AttemptEnd how, Failure? failure, SiloDeath? death, CapturedInput? input)
    {
        if (how == AttemptEnd.Lost)
        {
            _suspects.Lost();
        }

        if (_rules.IsProven(shard, State.LeftOf(shard), death))
        {
            GiveUp(shard, Suspicion.Verdict(State.ShardAt(shard, shard.CommittedEnd), shard.Rest, State.Spec.Kernel, shard.Deaths));
            return;
        }

        if (how != AttemptEnd.Failed)
        {
            Wait(shard.Number, how == AttemptEnd.Refused ? _now + _timings.RefusedPause : null);
            if (how == AttemptEnd.Lost && !shard.IsSuspect)
            {
                Interrupt(shard.Number);
            }

            return;
        }

        if (!RetryPolicy.GivesUp(State.Spec.Policy, shard.FailuresInARow, failure))
        {
            Wait(shard.Number, _now + RetryPolicy.Pause(State.Spec.Policy, shard.FailuresInARow));
            return;
        }

        GiveUp(shard, failure ?? new Failure(FailureFault.Grid, "unknown", "The attempt failed without a reason."), input);
    }

    private void LoseWhere(Func<LiveAttempt, bool> isLost, string reason, string why)
    {
        foreach (var number in _live.Where(live => isLost(live.Value)).Select(live => live.Key).ToArray())
        {
            Lose(State.Shard(number), reason, why, death: null);
        }
    }

    private void Lose(ShardState shard, string reason, string why, SiloDeath? death)
    {
        EndAttempt(shard, AttemptEnd.Lost, new Failure(FailureFault.Grid, "lost", $"Attempt {shard.Attempt} of shard {shard.Number} was lost: {reason}."), death, why: why);
        _outbox.AfterStaged(new JobEffect.StopShard(shard.Number, shard.Attempt, reason));
    }
}
