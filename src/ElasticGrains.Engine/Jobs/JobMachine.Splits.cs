using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Jobs;

/// <summary>Running shards that give up the end of their range.</summary>
public sealed partial class JobMachine
{
    private readonly SplitCandidates _candidates = new();
    private readonly SortedSet<int> _stalled = [];

    private string? Stalled => _stalled.Count == 0 ? null : _live[_stalled.Min].Stalled;

    /// <summary>After every change of an attempt: whether it could be cut, and how long it would take otherwise.</summary>
    private void Rank(int number)
    {
        var live = _live.GetValueOrDefault(number);
        _ = live?.Stalled is null ? _stalled.Remove(number) : _stalled.Add(number);
        if (live is { HasReported: true, IsUnclaimed: false } && !(_now < live.DeclinedUntil) && _now - live.Heard < _timings.AskWithin
            && State.Shard(number) is { IsSuspect: false } shard && shard.End - Math.Max(live.Position, shard.CommittedEnd) is > 1 and var left)
        {
            _candidates.Set(number, live.Pace.SecondsFor(left));
        }
        else
        {
            _candidates.Remove(number);
        }
    }

    /// <summary>It has computed up to here.</summary>
    private void Advance(LiveAttempt live, long position)
    {
        live.Pace.Advanced(position - live.Position, _now);
        live.Position = Math.Max(live.Position, position);
    }

    /// <summary>Of a silo that is silent no answer is to be expected: the slot is kept for it no longer, and another is asked.</summary>
    private void ForgetSilent()
    {
        foreach (var (number, live) in _live)
        {
            if (live.HasReported && _now - live.Heard >= _timings.AskWithin)
            {
                _candidates.Remove(number);
                if (_spare?.Victim == number)
                {
                    ReturnSpareSlot();
                }
            }
        }
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
            Rank(shard.Number);
            RoomMade(shard.Number);
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
            RoomDeclined(shard.Number);
            // An attempt that was asked to yield may only not have begun.
            if (_spare?.Victim == shard.Number)
            {
                _live[shard.Number].DeclinedUntil = _now + _timings.DeclinedPause;
                Rank(shard.Number);
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
