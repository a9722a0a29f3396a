namespace ElasticGrains.Elasticity;

/// <summary>What a slot is a slot of.</summary>
[GenerateSerializer, Alias("eg.scale.class")]
public enum ResourceClass
{
    /// <summary>A processor.</summary>
    Cpu = 0,
}
