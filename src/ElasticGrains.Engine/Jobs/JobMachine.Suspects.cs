using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Jobs;

/// <summary>Shards under which silos died: each runs again alone before it is given up for it.</summary>
public sealed partial class JobMachine
{
    private readonly WaitingSuspects _suspects;
    private bool _wantsSilo;
    private DateTimeOffset _siloAskedAt;

    private void AskForSilo()
    {
        var waited = CanRun && Halted is null && Room > 0 ? _suspects.Waited(_now) : null;
        if (waited >= _timings.AloneWithin && _suspects.Take(_now, hasSilo: false) is { } suspect)
        {
            // It must not wait for ever: it takes what there is, and so do those behind it until a silo comes after all.
            _pending.Add(suspect);
            waited = null;
        }

        if (waited is not null != _wantsSilo || (_wantsSilo && _now - _siloAskedAt >= _timings.AskAgain))
        {
            _wantsSilo = waited is not null;
            _siloAskedAt = _now;
            _outbox.Now(new JobEffect.RequestSilo(_wantsSilo));
        }
    }

    private void OnSiloOffered(SlotLease lease)
    {
        if (CanRun && Room > 0 && _suspects.Take(_now, hasSilo: true) is { } suspect)
        {
            Grant(suspect, State.Shard(suspect).More, lease);
        }
        else
        {
            _outbox.Now(new JobEffect.ReturnSlot(lease));
        }
    }

    /// <summary>Of a suspected run only a part is tried: the others wait for what comes of it.</summary>
    private void KeepTrialSmall(ShardState run)
    {
        if (run.IsSuspect && State.LeftOf(run) is > 1 and var left)
        {
            CutBefore(run, State.ShardAt(run, run.CommittedEnd) + Suspicion.TrialOf(left), LedgerReasons.Trial);
        }
    }

    /// <summary>The shard of a run that failed is the first that is not committed: those behind it are not to blame, and go on without it.</summary>
    private void SetApart(ShardState run)
    {
        if (State.LeftOf(run) > 1)
        {
            CutBefore(run, State.ShardAt(run, run.CommittedEnd) + 1, LedgerReasons.SetApart);
        }
    }

    /// <summary>Cuts a run whose attempt is in the ledger in two; the second waits for a slot.</summary>
    private void CutBefore(ShardState run, int next, string why)
    {
        if (State.RangeOf(run, next).Start is var border && _rules.CanSplit(run, border))
        {
            Stage(new LedgerEvent.Split(run.Number, border, next) { When = _now, Why = why });
            Wait(next);
        }
    }

    /// <summary>Has a shard or run wait for a slot, and a suspect for a silo of its own.</summary>
    private void Wait(int number, DateTimeOffset? notBefore = null)
    {
        if (State.Shard(number).IsSuspect)
        {
            _suspects.Add(number, notBefore);
        }
        else
        {
            _pending.Add(number, notBefore);
            if (_moves.TryGetValue(number, out var move))
            {
                _pending.Prefer(number, move.Silo);
            }
        }
    }

    /// <summary>What commits alone has not killed its silo. It goes on where others may run too.</summary>
    private void Acquit(ShardState shard)
    {
        if (shard is { IsAlone: true, IsSuspect: false, Phase: ShardPhase.Running, Rest.IsEmpty: false })
        {
            EndAttempt(shard, AttemptEnd.Stopped, failure: null, why: LedgerReasons.Cleared);
            _outbox.AfterStaged(new JobEffect.StopShard(shard.Number, shard.Attempt, "it is no suspect any more, and need not run alone"));
        }
    }

    private void OnSiloLost(SiloLoss loss)
    {
        ForgetMovesTo(loss.Silo);
        var there = _live.Keys.Select(State.Shard).Where(shard => shard.Silo == loss.Silo).ToList();
        foreach (var shard in there.Where(shard => _live.ContainsKey(shard.Number)))
        {
            // What an earlier writer granted may have run, and what it computed be lost, unless that writer left in order, too: of the last one this is known.
            if (loss.SaidSo && _live[shard.Number] is { HasReported: false } live && (!live.IsUnclaimed || (_isHandedOver && shard.Writer == _writerEpoch - 1)))
            {
                RefuseTooLate(shard);
                continue;
            }

            // What is to run alone begins only once it is known to have its slot.
            var cannotHaveKilled = loss.HasLeft || shard.Rest.IsEmpty || shard is { IsAlone: true, HasSlot: false };
            var death = cannotHaveKilled ? null : new SiloDeath(loss.Silo, _now, there.Count - 1, shard.IsAlone) { InARow = shard.Deaths.Count + 1 };
            var (reason, why) = loss.HasLeft ? ("has left", LedgerReasons.SiloLeft) : ("is gone", LedgerReasons.Of(loss.Remains));
            Lose(shard, $"silo {loss.Silo} {reason}", why, death);
        }
    }
}
