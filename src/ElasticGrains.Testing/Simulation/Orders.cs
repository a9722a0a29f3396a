using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Engine.Shards;
using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Testing.Simulation;

/// <summary>What people do to a grid that runs, and when: drains and cordons of silos, moves and splits of shards.</summary>
internal sealed class Orders(World world) : Actor(world, silo: null)
{
    private static readonly OrderKind[] Kinds = [OrderKind.Drain, OrderKind.Drain, OrderKind.Cordon, OrderKind.Move, OrderKind.Move, OrderKind.Split];

    private static readonly long Look = TimeSpan.FromMilliseconds(20).Ticks;

    public void Plan()
    {
        var profile = World.Profile;
        var longest = TimeSpan.FromTicks(World.Jobs.Max(job => job.Truth.Items * job.Truth.ItemCost) / World.Slots).TotalMilliseconds;
        for (var i = World.Random.Between(profile.MinOrders, profile.MaxOrders + 1); i > 0; i--)
        {
            World.Post(World.Random.Millis(20, longest), this, World.Random.Pick(Kinds));
        }
    }

    public override void Receive(object message)
    {
        switch (message)
        {
            case OrderKind order:
                World.Note(this, order, isEffect: false);
                World.Cases.See(order);
                Carry(order);
                break;
            case Action later:
                later();
                break;
        }
    }

    public override string ToString() => "orders";

    private void Carry(OrderKind order)
    {
        var job = World.Random.Pick(World.Jobs);
        var shard = World.Random.Next(Math.Max(1, job.Witness.Shards));
        switch (order)
        {
            case OrderKind.Move when World.RandomSilo() is { } silo:
                World.Send(null, job.Seat, new JobEvent.MoveAsked(shard, silo.Name));
                break;
            case OrderKind.Split:
                World.Send(null, job.Seat, new JobEvent.SplitAsked(shard));
                break;
            case OrderKind.Cordon when Spare() is { } silo:
                Shut(silo, SiloIntake.Cordoned);
                World.Post(World.Random.Millis(50, 4000), this, () => Shut(silo, SiloIntake.Open));
                break;
            case OrderKind.Drain when Spare() is { } silo:
                Drain(silo);
                break;
        }
    }

    /// <summary>A silo beside which another takes on what it gives up.</summary>
    private Silo? Spare() =>
        World.RandomSilo() is { IsShut: false } silo && World.Silos.Any(other => other != silo && other is { IsDown: false, IsShut: false }) ? silo : null;

    private void Shut(Silo silo, SiloIntake intake)
    {
        silo.Shut(intake);
        World.Send(null, World.Manager, new ResourceManagerEvent.SiloOrdered(silo.Name, intake));
    }

    private void Drain(Silo silo)
    {
        Shut(silo, SiloIntake.Draining);
        foreach (var shard in silo.Shards)
        {
            World.Post(0, shard, new ShardEvent.ReleaseAsked(0, MoveCause.Drained));
        }

        // Fair weather has no item that is too long.
        var deadline = World.Now + (World.Profile.IsCalm ? TimeSpan.FromMinutes(1).Ticks : World.Random.Millis(500, 8000));
        Await(silo, deadline, () => silo.IsIdle || World.Profile.Defect == WorldDefect.LeavesTooSoon, isInTime =>
        {
            foreach (var shard in isInTime ? [] : silo.Shards)
            {
                World.Post(0, shard, new ShardEvent.Abandoned(shard.Begun));
            }

            Await(silo, World.Now + TimeSpan.FromSeconds(2).Ticks, () => silo.IsIdle || World.Profile.Defect == WorldDefect.LeavesTooSoon, _ => HandOver(silo));
        });
    }

    private void HandOver(Silo silo)
    {
        if (World.Silos.Any(other => other != silo && other is { IsDown: false, IsShut: false }))
        {
            foreach (var job in silo.Jobs)
            {
                World.Post(0, job, new JobEvent.HandOverAsked());
            }
        }

        // What was granted to it just before has been refused: that is to be recorded, too.
        Await(
            silo,
            World.Now + TimeSpan.FromSeconds(10).Ticks,
            () => silo.Jobs.TrueForAll(job => !job.IsAlive || World.Jobs[job.Job].IsOver) && (silo.IsIdle || World.Profile.Defect == WorldDefect.LeavesTooSoon),
            _ => World.Weather.Leave(silo));
    }

    private void Await(Silo silo, long deadline, Func<bool> holds, Action<bool> then)
    {
        if (silo.IsDown)
        {
            return;
        }

        // A silo that stands still does not look.
        var isInTime = silo.FrozenUntil <= World.Now && holds();
        if (isInTime || (World.Now >= deadline && silo.FrozenUntil <= World.Now))
        {
            then(isInTime);
        }
        else
        {
            World.Post(Look, this, () => Await(silo, deadline, holds, then));
        }
    }
}
