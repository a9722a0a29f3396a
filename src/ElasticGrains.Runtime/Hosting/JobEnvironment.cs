using ElasticGrains.Compute;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Runtime.Jobs;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Runtime.Hosting;

internal sealed record JobEnvironment(IKernelThread KernelThread, IComputeSlots Slots, ISiloLosses Losses, ISiloWork Work, GridSiloOptions Options) : IJobEnvironment
{
    public JobTimings Timings => Options.Timings;

    public bool IsShared => Options.IsShared;

    public int MaxInputBytes => Options.MaxInputBytes;

    public string Silo => Options.Silo;

    public string Writer => Options.Writer;
}
