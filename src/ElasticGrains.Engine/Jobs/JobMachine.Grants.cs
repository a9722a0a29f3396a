using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Jobs;

/// <summary>How slots become attempts.</summary>
public sealed partial class JobMachine
{
    /// <summary>
    /// Small shards are granted as runs, the fewer are left the shorter: a shard in a run costs microseconds, and the last ones are spread
    /// over all slots. But none so short that its grant would cost more than its shards, unless others would have less.
    /// </summary>
    private int MostInRun
    {
        get
        {
            var slots = Math.Max(_slots, _live.Count + 1);
            var share = (_pending.Untouched + slots - 1) / slots;
            return Math.Max(1, Math.Max(_pending.Untouched / (_timings.RunsPerSlot * slots), Math.Min(share, _pace.Worthwhile)));
        }
    }

    private void Grant(int number, int more, SlotLease lease)
    {
        // The shard's grain comes to life while the grant becomes durable. In a busy job nobody would wait for that.
        var isAwaited = _outbox.IsIdle || State.NextUntouched == 0;
        var isTrial = _rules.MayTry(_writerEpoch) && _outbox.IsIdle;
        ForgetMove(number);
        RoomTaken(number);
        var attempt = _rules.NextAttempt(State.Shard(number));
        var warmAt = WarmAt(State.Shard(number).Silo, lease.Silo);
        Stage(new LedgerEvent.Granted(number, attempt, lease.Silo, lease.Slot, _now) { More = more, IsAlone = lease.IsAlone, LeaseEpoch = lease.Epoch, IsExpress = lease.IsExpress });
        KeepTrialSmall(State.Shard(number));
        var shard = State.Shard(number);
        var isInPlace = shard.Rest.Length == State.Items && lease.Silo == _here && !lease.IsAlone;
        if (isAwaited)
        {
            _outbox.Now(new JobEffect.PrepareShard(number, lease.Silo) { IsInPlace = isInPlace });
        }

        var start = new JobEffect.StartShard(GrantOf(shard, lease) with { WarmAt = warmAt }) { IsInPlace = isInPlace };
        _live[number] = new LiveAttempt(lease, _now)
        {
            GrantedAt = _now,
            Position = shard.CommittedEnd,
            CommitInterval = State.Spec.Policy.CommitInterval,
            Start = isInPlace ? null : start,
            StartAgainAt = _now + _timings.StartAgain,
        };
        if (isTrial && isInPlace)
        {
            _isTrying = true;
            _outbox.Now(start);
        }
        else
        {
            _outbox.AfterStaged(start with { IsPrepared = isAwaited && !isInPlace });
        }
    }

    /// <summary>Who may have the warm state of the kernel, when a shard comes to a silo: where it was before, and where another has begun. Null for nobody.</summary>
    private string[]? WarmAt(string? before, string silo)
    {
        string? other = null;
        foreach (var live in _live.Values)
        {
            if (live.Lease is { } lease && lease.Silo != silo && lease.Silo != before)
            {
                other = lease.Silo;
                if (live.HasReported)
                {
                    break;
                }
            }
        }

        return (before == silo ? null : before, other) switch
        {
            (null, null) => null,
            ({ } one, null) => [one],
            (null, { } one) => [one],
            ({ } one, { } two) => [one, two],
        };
    }

    /// <summary>
    /// A grant that became durable while its writer left may not have reached its silo. It is said again: what runs already takes no notice,
    /// and what can be known not to have begun, nor to begin any more, is refused.
    /// </summary>
    private void RepeatHandedOver()
    {
        foreach (var (number, live) in _live)
        {
            if (State.Shard(number) is { HasSlot: false, AdoptedFrom: 0, Lease: { } lease } shard && shard.LastCommit?.Attempt != shard.Attempt)
            {
                live.Start = new JobEffect.StartShard(GrantOf(shard, lease) with { WarmAt = WarmAt(before: null, lease.Silo) });
            }
        }

        RepeatUnheard();
    }

    /// <summary>The word that begins an attempt is lost when it goes to a silo that leaves just then, where the shard was before.</summary>
    private void RepeatUnheard()
    {
        foreach (var live in _live.Values)
        {
            if (live.Start is { } start && _now >= live.StartAgainAt && _rules.SaysStartAgain)
            {
                live.StartAgainAt = _now + _timings.StartAgain;
                _outbox.AfterStaged(start with { Grant = start.Grant with { IsAgain = true } });
            }
        }
    }

    private ShardGrant GrantOf(ShardState shard, SlotLease lease) => new(State.Spec.Id, shard.Number, shard.Attempt, shard.Rest, lease, State.Spec)
    {
        TraceParent = State.Accepted.TraceParent,
        Run = shard.More > 0 ? new RunCut(State.Items, State.PlannedShards) : null,
        Capture = new CaptureOrder(shard.FailuresInARow, State.Items, State.Inputs.Room) { Kept = State.Inputs.Find(shard.Rest) },
    };
}
