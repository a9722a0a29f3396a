using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Shards;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Testing.Simulation;

/// <summary>An activation of a shard's grain: feeds the machine, carries out its effects, goes away when it is idle.</summary>
internal sealed class ShardActivation : Actor
{
    private readonly ShardMachine _machine;
    private readonly Dictionary<long, Runner> _runners = [];
    private readonly JobActivation? _job;
    private SlotLease? _unused;
    private bool _ticks;
    private bool _isMisplaced;

    /// <param name="seat">Its address.</param>
    /// <param name="silo">Where it is.</param>
    /// <param name="job">The activation of the job in which it is; null when it is one by itself.</param>
    public ShardActivation(ShardSeat seat, Silo silo, JobActivation? job = null)
        : base(seat.World, silo)
    {
        Seat = seat;
        silo.Shards.Add(this);
        _job = job;
        _machine = new ShardMachine(World.ShardTimings, World.ShardRules);
    }

    public ShardSeat Seat { get; }

    /// <summary>The item behind the last that the kernel has begun; 0 when it has not.</summary>
    public long Begun => _runners.Count == 0 ? 0 : _runners.MaxBy(runner => runner.Key).Value.Begun;

    public bool IsBusy => IsAlive && !_machine.IsIdle;

    public bool Runs(long attempt) => _machine.Runs(attempt);

    /// <summary>The activation of its job goes: what runs stops at its next safe point, and a slot that it has and does not use yet is free.</summary>
    public void Close()
    {
        IsGone = true;
        if (_unused is { } lease && World.Profile.Defect != WorldDefect.KeepsUnusedSlots)
        {
            Silo!.Free(lease);
        }

        foreach (var runner in _runners.Values)
        {
            runner.Halt();
        }
    }

    public override void Receive(object message)
    {
        if (ReferenceEquals(message, Signal.Wake))
        {
            IsGone = _machine.IsIdle;
            return;
        }

        if (ReferenceEquals(message, Signal.Tick))
        {
            _ticks = false;
            message = World.ShardTick;
        }

        World.Note(this, message, isEffect: false);
        var effects = _machine.Handle((ShardEvent)message, Silo!.Clock);
        for (var i = 0; i < effects.Count && IsAlive; i++)
        {
            World.Note(this, effects[i], isEffect: true);
            Execute(effects[i]);
            World.Weather.AfterEffect(Silo);
        }

        if (_machine.IsIdle)
        {
            Leave();
        }
        else if (!_ticks)
        {
            _ticks = true;
            World.Post(World.TickInterval, this, Signal.Tick);
        }
    }

    public override string ToString() => $"{Seat}@{Silo}";

    // It stays for a while, and remembers its attempts; but not where it is in the way of a grant for another silo.
    private void Leave()
    {
        if (_isMisplaced || World.StayWhenIdle == 0)
        {
            IsGone = true;
        }
        else
        {
            World.Post(World.StayWhenIdle, this, Signal.Wake);
        }
    }

    private void Say(JobEvent said)
    {
        if (_job is null)
        {
            World.Send(Silo, World.Jobs[Seat.Job].Seat, said);
        }
        else
        {
            World.Post(0, _job, said);
        }
    }

    private void Execute(ShardEffect effect)
    {
        switch (effect)
        {
            case ShardEffect.TakeSlot it:
                _isMisplaced = it.Grant.Lease.Silo != Silo!.Name;
                var taken = !World.Weather.RefusesSlot(Seat.Job) && Silo.TryTake(it.Grant);
                _unused = taken ? it.Grant.Lease : null;
                World.Post(World.Weather.SlotDelay(), this, new ShardEvent.SlotAnswered(it.Run, taken) { MayHaveBegun = !taken && Silo.MayHaveBegun(it.Grant) });
                break;
            case ShardEffect.Compute it:
                _unused = null;
                _runners[it.Run] = new Runner(this, it.Run, it.Grant);
                break;
            case ShardEffect.Cut it:
                _runners.GetValueOrDefault(it.Run)?.Cut();
                break;
            case ShardEffect.TakeFinished it:
                _runners.GetValueOrDefault(it.Run)?.TakeFinished();
                break;
            case ShardEffect.Settled it:
                _runners.GetValueOrDefault(it.Run)?.Settle();
                break;
            case ShardEffect.Shrink it:
                World.Post(0, this, new ShardEvent.Shrunk(it.Run, _runners.GetValueOrDefault(it.Run)?.Shrink(it.ToNext)));
                break;
            case ShardEffect.Release it:
                _runners.GetValueOrDefault(it.Run)?.Release();
                break;
            case ShardEffect.Halt it:
                if (_runners.Remove(it.Run, out var halted))
                {
                    halted.Halt();
                }
                else
                {
                    _unused = null;
                    Silo!.Free(it.Lease);
                }

                break;
            case ShardEffect.RetireSlot it:
                _runners.Remove(it.Run);
                Silo!.Table.Retire(it.Lease);
                break;
            case ShardEffect.CaptureInput it:
                if (Captures.Of(it.Rest, World) is var (delay, input))
                {
                    World.Post(delay, this, new ShardEvent.InputCaptured(it.Run, input));
                }

                break;
            case ShardEffect.SendCommit it:
                Say(new JobEvent.CommitOffered(it.Commit));
                break;
            case ShardEffect.SendReport it:
                Say(new JobEvent.Reported(it.Report));
                break;
            case ShardEffect.SendEnded it:
                Say(new JobEvent.Ended(it.End));
                break;
            case ShardEffect.SendSplitOffer it:
                Say(new JobEvent.SplitOffered(it.Offer));
                break;
        }
    }
}
