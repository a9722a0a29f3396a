namespace ElasticGrains.Testing.Simulation;

/// <summary>Something that receives messages. What lives on a silo dies with it and stands still with it.</summary>
internal abstract class Actor(World world, Silo? silo)
{
    public World World { get; } = world;

    public Silo? Silo { get; } = silo;

    /// <summary>Tells actors apart in the trace.</summary>
    public int Id { get; } = world.NextActor();

    /// <summary>True once it receives nothing more.</summary>
    public bool IsGone { get; protected set; }

    public bool IsAlive => !IsGone && Silo is not { IsDown: true };

    public abstract void Receive(object message);
}
