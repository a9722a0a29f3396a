using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Scheduling;

/// <summary>What a resource manager must not do, each rule by itself, so that a simulation can break it and must notice.</summary>
public class ResourceManagerRules
{
    /// <summary>The rules as they are meant.</summary>
    public static ResourceManagerRules Sound { get; } = new();

    /// <summary>Slots are granted only of silos that take on something.</summary>
    public virtual bool MayGrant(SiloIntake intake) => intake == SiloIntake.Open;
}
