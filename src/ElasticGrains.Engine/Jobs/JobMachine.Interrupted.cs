using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Jobs;

/// <summary>
/// Shards whose attempt was lost, while every slot is busy: a running attempt ends at its next safe point, so that they need not wait until
/// one ends of itself. What is left of it waits in their stead. One at a time, and once for each: the slot comes back by way of the resource
/// manager, where others may have waited for longer.
/// </summary>
public sealed partial class JobMachine
{
    private readonly SortedDictionary<int, DateTimeOffset> _wantRoom = [];
    private RoomAsked? _roomAsked;

    private void Interrupt(int number)
    {
        // One that is to go on at a certain silo waits for that.
        if (!_moves.ContainsKey(number))
        {
            _pending.PutFirst(number);
            _wantRoom[number] = _now;
        }
    }

    private void AskForRoom()
    {
        if (_roomAsked is { } asked && _now >= asked.Until)
        {
            _roomAsked = null;
        }

        // An express slot would not come back to a job that has others.
        if (_wantRoom.Count > 0 && _roomAsked is null && _spare is null && CanRun && Halted is null && Room > 0
            && _now - _wantRoom.First().Value >= _timings.RoomAfter
            && _candidates.First is { } giver && _live[giver].Lease is { IsExpress: false })
        {
            _roomAsked = new RoomAsked(giver, _now + _timings.SplitTimeout, IsMade: false);
            _cuts[giver] = LedgerReasons.MadeRoom;
            _outbox.AfterStaged(new JobEffect.AskYield(giver, State.Shard(giver).Attempt));
        }
    }

    /// <summary>The giver has given up its rest, or has come to its end by itself.</summary>
    private void RoomMade(int giver)
    {
        if (_roomAsked is { IsMade: false } asked && asked.Giver == giver && _wantRoom.Count > 0)
        {
            _roomAsked = asked with { Until = _now + _timings.RoomWithin, IsMade = true };
            _wantRoom.Remove(_wantRoom.First().Key);
        }
    }

    private void RoomDeclined(int giver)
    {
        if (_roomAsked is { IsMade: false } asked && asked.Giver == giver)
        {
            _roomAsked = null;
            _live[giver].DeclinedUntil = _now + _timings.DeclinedPause;
            Rank(giver);
        }
    }

    /// <summary>Only what has completed is certain to give its slot back.</summary>
    private void GiverEnded(int giver, AttemptEnd how)
    {
        if (how == AttemptEnd.Completed)
        {
            RoomMade(giver);
        }
        else if (_roomAsked?.Giver == giver)
        {
            _roomAsked = null;
        }
    }

    private void RoomTaken(int number)
    {
        _wantRoom.Remove(number);
        if (_roomAsked is { IsMade: true })
        {
            _roomAsked = null;
        }
    }

    /// <summary>Who was asked to end early, or has, and until when the answer, or the slot, is waited for.</summary>
    private sealed record RoomAsked(int Giver, DateTimeOffset Until, bool IsMade);
}
