using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Jobs;

/// <summary>
/// Shards whose attempt was lost, while every slot is busy: a running attempt ends at its next safe point, so that they need not wait until
/// one ends of itself. What is left of it waits in their stead.
/// </summary>
public sealed partial class JobMachine
{
    private readonly SortedDictionary<int, DateTimeOffset> _interrupted = [];
    private RoomAsked? _roomAsked;

    private void AskForRoom()
    {
        if (_roomAsked is { } asked && _now >= asked.Until)
        {
            _roomAsked = null;
        }

        if (_interrupted.Count > 0 && _roomAsked is null && _spare is null && CanRun && Halted is null && Room > 0 && _candidates.First is { } giver
            && _now - _interrupted.First().Value >= _timings.RoomAfter)
        {
            _roomAsked = new RoomAsked(giver, _now + _timings.SplitTimeout);
            _cuts[giver] = LedgerReasons.MadeRoom;
            _outbox.AfterStaged(new JobEffect.AskYield(giver, State.Shard(giver).Attempt));
        }
    }

    /// <summary>The slot comes back by way of the resource manager: a job that has waited for longer may have it first, and nobody else is asked.</summary>
    private void RoomMade(int giver)
    {
        if (_roomAsked?.Giver == giver)
        {
            _roomAsked = null;
            _interrupted.Remove(_interrupted.FirstOrDefault().Key);
        }
    }

    private void RoomDeclined(int giver)
    {
        if (_roomAsked?.Giver == giver)
        {
            _roomAsked = null;
            _live[giver].DeclinedUntil = _now + _timings.DeclinedPause;
            Rank(giver);
        }
    }

    /// <summary>Who was asked to end early, and until when an answer is waited for.</summary>
    private sealed record RoomAsked(int Giver, DateTimeOffset Until);
}
