using ElasticGrains.Engine.Shards;

namespace ElasticGrains.Testing.Simulation;

/// <summary>A grain's address: finds or makes its activation when a message arrives, as the grain directory does.</summary>
internal abstract class Seat<T>(World world) : Actor(world, silo: null)
    where T : Actor
{
    /// <summary>The activation that the directory knows.</summary>
    public T? Current { get; private set; }

    public override void Receive(object message)
    {
        if (Find(message) is { } found)
        {
            World.Deliver(found, message);
        }
    }

    /// <summary>The directory loses the entry: the next message makes another activation while this one lives on.</summary>
    public T? Forget()
    {
        var forgotten = Current;
        Current = null;
        return forgotten;
    }

    public T? Find(object message)
    {
        if (Current is { IsAlive: true } alive)
        {
            return alive;
        }

        // Nobody has noticed yet: messages to it are lost.
        if (Current is { IsGone: false, Silo: { IsDown: true, IsKnownDown: false } })
        {
            return null;
        }

        return Current = Activate(message);
    }

    protected abstract T? Activate(object message);
}

/// <summary>The address of a job.</summary>
internal sealed class JobSeat(World world, int job) : Seat<JobActivation>(world)
{
    public int Job { get; } = job;

    private bool _isHandedOver;

    /// <summary>The activation leaves in order, and has the next one woken.</summary>
    public void HandOver()
    {
        _isHandedOver = true;
        Find(Signal.Wake);
    }

    public bool TakeHandOver()
    {
        var isHandedOver = _isHandedOver;
        _isHandedOver = false;
        return isHandedOver;
    }

    public override string ToString() => $"job{Job}";

    protected override JobActivation? Activate(object message) =>
        World.OpenSilo() is { } silo ? new JobActivation(this, silo) : null;
}

/// <summary>The address of a shard. Only a grant makes an activation: to every other message a new one would be deaf.</summary>
internal sealed class ShardSeat(World world, int job, int shard) : Seat<ShardActivation>(world)
{
    public int Job { get; } = job;

    public override string ToString() => $"job{Job}/{shard}";

    protected override ShardActivation? Activate(object message) =>
        message is ShardEvent.Granted granted && (World.SiloOf(granted.Grant.Lease.Silo) ?? World.RandomSilo()) is { } silo
            ? new ShardActivation(this, silo)
            : null;
}

/// <summary>The address of the resource manager.</summary>
internal sealed class ManagerSeat(World world) : Seat<ManagerActivation>(world)
{
    public override string ToString() => "slots";

    protected override ManagerActivation? Activate(object message) =>
        World.RandomSilo() is { } silo ? new ManagerActivation(World, silo) : null;
}
