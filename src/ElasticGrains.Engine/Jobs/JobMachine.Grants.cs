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
        var attempt = _rules.NextAttempt(State.Shard(number));
        Stage(new LedgerEvent.Granted(number, attempt, lease.Silo, lease.Slot, _now) { More = more, IsAlone = lease.IsAlone, LeaseEpoch = lease.Epoch, IsExpress = lease.IsExpress });
        KeepTrialSmall(State.Shard(number));
        var shard = State.Shard(number);
        var isInPlace = shard.Rest.Length == State.Items && lease.Silo == _here && !lease.IsAlone;
        if (isAwaited)
        {
            _outbox.Now(new JobEffect.PrepareShard(number, lease.Silo) { IsInPlace = isInPlace });
        }

        _live[number] = new LiveAttempt(lease, _now) { GrantedAt = _now, Position = shard.CommittedEnd, CommitInterval = State.Spec.Policy.CommitInterval };
        var start = new JobEffect.StartShard(GrantOf(shard, lease)) { IsInPlace = isInPlace };
        if (isTrial && isInPlace)
        {
            _isTrying = true;
            _outbox.Now(start);
        }
        else
        {
            _outbox.AfterStaged(start);
        }
    }

    /// <summary>
    /// A grant that became durable while its writer left may not have reached its silo. It is said again: what runs already takes no notice,
    /// what cannot begin any more is refused.
    /// </summary>
    private void RepeatGrants()
    {
        foreach (var shard in _live.Keys.Select(State.Shard).Where(shard => shard is { HasSlot: false, AdoptedFrom: 0 } && shard.LastCommit?.Attempt != shard.Attempt))
        {
            if (shard.Lease is { } lease)
            {
                _outbox.Now(new JobEffect.StartShard(GrantOf(shard, lease)));
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
