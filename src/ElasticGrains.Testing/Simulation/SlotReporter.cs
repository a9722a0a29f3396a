using ElasticGrains.Engine.Scheduling;

namespace ElasticGrains.Testing.Simulation;

/// <summary>Tells the resource manager what its silo has: twice a second, and when something changes.</summary>
internal sealed class SlotReporter(World world, Silo silo) : Actor(world, silo)
{
    private static readonly long Interval = TimeSpan.FromMilliseconds(500).Ticks;

    public override void Receive(object message)
    {
        Silo!.Reported();
        World.Send(Silo, World.Manager, new ResourceManagerEvent.Reported(Silo.Table.Report()));
        if (ReferenceEquals(message, Signal.Tick))
        {
            World.Post(Interval, this, Signal.Tick);
        }
    }

    public override string ToString() => $"{Silo}.slots";
}
