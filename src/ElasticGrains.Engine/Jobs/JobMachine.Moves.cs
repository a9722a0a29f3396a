using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Jobs;

/// <summary>Shards that move, and a job that does.</summary>
public sealed partial class JobMachine
{
    private readonly Dictionary<int, ShardMove> _moves = [];
    private readonly Dictionary<int, string> _cuts = [];
    private string? _wantsSlotOn;
    private DateTimeOffset _slotOnAskedAt;
    private bool _isLeaving;

    /// <summary>Why a shard cannot be moved or cut now; null when it can.</summary>
    public string? WhyNotMovable(int number) =>
        State.Find(number) is not { } shard ? $"the job has no shard {number}; it has {State.Shards}, numbered from 0"
        : State.Phase != JobPhase.Running ? $"the job is {State.Phase.ToString().ToLowerInvariant()}: none of its shards runs"
        : !_live.ContainsKey(shard.Number) ? $"shard {number} does not run: it is {(shard.Rest.IsEmpty ? "done" : shard.Phase.ToString().ToLowerInvariant())}"
        : IsStoodDown || _isLeaving ? "the job is being moved to another silo itself; ask again in a second"
        : null;

    /// <summary>A silo that leaves takes no slot any more, and waits for the ends of those that it had: this grant came too late.</summary>
    private void RefuseTooLate(ShardState shard) =>
        EndAttempt(shard, AttemptEnd.Refused, new Failure(FailureFault.Grid, "refused", $"Silo {shard.Silo} left before the attempt could begin."), why: LedgerReasons.SiloLeft);

    private AttemptEnd HowEnded(ShardState shard, ShardEnded end) => _rules.EndOf(end) switch
    {
        AttemptEnd.Completed when !_rules.IsComplete(shard) => AttemptEnd.Stopped,
        AttemptEnd.Stopped when end.Move is not null && shard.Rest.IsEmpty => AttemptEnd.Completed,
        var how => how,
    };

    private void OnMoveAsked(JobEvent.MoveAsked asked)
    {
        if (WhyNotMovable(asked.Shard) is null && State.Shard(asked.Shard) is var shard)
        {
            _moves[shard.Number] = new ShardMove(asked.Silo, _now, _now + _timings.MoveWithin);
            AskRelease(shard);
            if (!_rules.MovesAfterRelease)
            {
                Wait(shard.Number);
            }
        }
    }

    private void OnSplitAsked(int number)
    {
        if (WhyNotMovable(number) is null && State.Shard(number) is var shard)
        {
            _cuts[shard.Number] = LedgerReasons.ByHand;
            _outbox.AfterStaged(new JobEffect.AskSplit(shard.Number, shard.Attempt));
        }
    }

    /// <summary>What was asked of an attempt may have been lost; and a silo that has no slot for long is waited for no longer.</summary>
    private void RepeatMoves()
    {
        foreach (var (number, move) in _moves.ToArray())
        {
            var shard = State.Shard(number);
            if (_now >= move.Until || shard.Number != number || shard.Phase is ShardPhase.Done or ShardPhase.Quarantined)
            {
                ForgetMove(number);
            }
            else if (shard.Phase == ShardPhase.Running && _now - move.AskedAt >= _timings.AskAgain)
            {
                _moves[number] = move with { AskedAt = _now };
                AskRelease(shard);
            }
        }
    }

    private void AskRelease(ShardState shard) => _outbox.AfterStaged(new JobEffect.AskRelease(shard.Number, shard.Attempt, MoveCause.ByHand));

    private void AskForMoves()
    {
        var wanted = CanRun && Halted is null && Room > 0 ? _pending.PreferredSilo : null;
        if (_wantsSlotOn is { } before && before != wanted)
        {
            _outbox.Now(new JobEffect.RequestSlotOn(before, Wanted: false));
        }

        if (wanted is not null && (wanted != _wantsSlotOn || _now - _slotOnAskedAt >= _timings.AskAgain))
        {
            _slotOnAskedAt = _now;
            _outbox.Now(new JobEffect.RequestSlotOn(wanted, Wanted: true));
        }

        _wantsSlotOn = wanted;
    }

    private void ForgetMovesTo(string silo)
    {
        foreach (var number in _moves.Where(move => move.Value.Silo == silo).Select(move => move.Key).ToArray())
        {
            ForgetMove(number);
        }
    }

    private void ForgetMove(int number)
    {
        _moves.Remove(number);
        _pending.Prefer(number, silo: null);
    }

    /// <summary>Attempts start only once the ledger has them: one that this writer does not know was granted by a later writer.</summary>
    private bool IsFromSuccessor(int number, long attempt) => _rules.IsFromSuccessor(State.Find(number), attempt);

    private void StandDownBefore(int shard, long attempt) => StandDown($"attempt {attempt} of shard {shard} was granted by a later writer");

    private void StandDown(string reason)
    {
        IsStoodDown = true;
        _outbox.Now(new JobEffect.StandDown(reason));
    }

    /// <summary>Nothing more is decided here. What shards say meanwhile they say again to the next writer.</summary>
    private void Leave(JobEvent happened)
    {
        switch (happened)
        {
            case JobEvent.HandOverAsked:
                _isConcluding = false;
                ReturnSpareSlot();
                break;
            case JobEvent.Tick:
                _outbox.RetryIfDue(_now);
                break;
            case JobEvent.Appended appended:
                OnAppended(appended);
                break;
            case JobEvent.AppendFailed failed:
                _outbox.Failed(failed.Version, failed.Reason, _now);
                break;
            case JobEvent.SlotOffered offered:
                _outbox.Now(new JobEffect.ReturnSlot(offered.Lease));
                break;
        }

        if (IsStoodDown)
        {
            return;
        }

        _outbox.Flush(_now);
        if (_outbox.IsIdle)
        {
            IsStoodDown = true;
            _outbox.Now(new JobEffect.HandOver());
        }
    }

    /// <summary>Where a shard is to go on.</summary>
    private sealed record ShardMove(string Silo, DateTimeOffset AskedAt, DateTimeOffset Until);
}
