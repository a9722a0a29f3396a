using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Jobs;

/// <summary>Running shards that give up the end of their range.</summary>
public sealed partial class JobMachine
{
    private int? SplitCandidate()
    {
        var best = default(int?);
        var most = 1L;
        foreach (var (number, live) in _live)
        {
            var left = State.Shard(number).End - Math.Max(live.Position, State.Shard(number).CommittedEnd);
            if (left > most && live.HasReported && !live.DeclinedSplit && !live.IsUnclaimed && !State.Shard(number).IsSuspect)
            {
                (best, most) = (number, left);
            }
        }

        return best;
    }

    private void OnSplitOffered(SplitOffer offer)
    {
        var shard = State.Find(offer.Shard);
        if (shard is null || !CanRun || !_rules.IsCurrent(shard, offer.Attempt))
        {
            return;
        }

        if (offer.At is { } at && _rules.CanSplit(shard, at) && NewShard(shard, at) is { } added)
        {
            var isAwaited = _spare?.Victim == shard.Number;
            Stage(new LedgerEvent.Split(shard.Number, at, added)
            {
                When = _now,
                Why = !isAwaited && _cuts.Remove(shard.Number, out var why) ? why : LedgerReasons.FreeSlot,
            });
            if (_spare is { } spare && isAwaited)
            {
                _spare = null;
                Grant(added, State.Shard(added).More, spare.Lease);
            }
            else
            {
                Wait(added);
            }
        }
        else if (offer.At is null)
        {
            _cuts.Remove(shard.Number);
            // An attempt that was asked to yield may only not have begun.
            if (_spare?.Victim == shard.Number)
            {
                _live[shard.Number].DeclinedSplit = true;
                ReturnSpareSlot();
            }
        }
    }

    /// <summary>What a cut makes: a run is cut between two of its shards, of which the second heads the new one; only its last shard anywhere.</summary>
    private int? NewShard(ShardState run, long at)
    {
        var shard = State.ShardAt(run, at);
        return run.More > 0 && State.RangeOf(run, shard).Start == at ? shard
            : shard == run.Number + run.More ? State.Shards
            : null;
    }

    private void GiveUpSplit()
    {
        if (_spare is { } spare && _now >= spare.Until)
        {
            ReturnSpareSlot();
        }
    }

    private void ReturnSpareSlot()
    {
        if (_spare is { } spare)
        {
            _outbox.Now(new JobEffect.ReturnSlot(spare.Lease));
            _spare = null;
        }
    }

    /// <summary>A slot kept for the shard that a split will make.</summary>
    private sealed record SpareSlot(SlotLease Lease, int Victim, DateTimeOffset Until);
}
