using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Simulation;

internal sealed class GrantsShutSilos : ResourceManagerRules
{
    public override bool MayGrant(SiloIntake intake) => true;
}
