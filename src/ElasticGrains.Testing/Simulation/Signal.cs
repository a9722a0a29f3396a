namespace ElasticGrains.Testing.Simulation;

/// <summary>A message that carries nothing but its name.</summary>
internal sealed record Signal(string Name)
{
    public static readonly Signal Tick = new("tick");

    public static readonly Signal Step = new("step");

    public static readonly Signal Wake = new("wake");

    public override string ToString() => Name;
}
