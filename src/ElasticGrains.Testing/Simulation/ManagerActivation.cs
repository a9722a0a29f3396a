using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Testing.Simulation;

/// <summary>An activation of the resource manager. What it knows is lost with it.</summary>
internal sealed class ManagerActivation : Actor
{
    private static readonly ResourceManagerEvent.Tick Tick = new();

    private readonly ResourceManagerMachine _machine;
    private readonly HashSet<string> _shut = new(StringComparer.Ordinal);

    public ManagerActivation(World world, Silo silo)
        : base(world, silo)
    {
        _machine = new ResourceManagerMachine(world.ManagerRules);
        World.Post(World.TickInterval, this, Signal.Tick);
    }

    public override void Receive(object message)
    {
        if (ReferenceEquals(message, Signal.Tick))
        {
            World.Post(World.TickInterval, this, Signal.Tick);
            message = Tick;
        }
        else
        {
            World.Note(this, message, isEffect: false);
        }

        if (message is ResourceManagerEvent.Reported { Report: var report })
        {
            _ = report.Intake == SiloIntake.Open ? _shut.Remove(report.Silo) : _shut.Add(report.Silo);
        }
        else if (message is ResourceManagerEvent.SiloOrdered { Intake: SiloIntake.Open } ordered)
        {
            _shut.Remove(ordered.Silo);
        }

        var effects = _machine.Handle((ResourceManagerEvent)message, Silo!.Clock);
        for (var i = 0; i < effects.Count && IsAlive; i++)
        {
            World.Note(this, effects[i], isEffect: true);
            switch (effects[i])
            {
                case ResourceManagerEffect.Offer it when _shut.Contains(it.Lease.Silo):
                    World.Fail($"A slot of {it.Lease.Silo} is granted, which said that it takes on nothing new.");
                    break;
                case ResourceManagerEffect.Offer it:
                    World.Send(Silo, World.JobOf(it.JobId).Seat, new JobEvent.SlotOffered(it.Lease));
                    break;
                case ResourceManagerEffect.Recall it:
                    World.Send(Silo, World.JobOf(it.JobId).Seat, new JobEvent.SlotRecalled(it.Lease));
                    break;
            }

            World.Weather.AfterEffect(Silo);
        }
    }

    public override string ToString() => $"slots@{Silo}";
}
