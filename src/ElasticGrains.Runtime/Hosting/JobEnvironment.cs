using ElasticGrains.Compute;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Runtime.Jobs;

namespace ElasticGrains.Runtime.Hosting;

internal sealed record JobEnvironment(IKernelThread KernelThread, IComputeSlots Slots, GridSiloOptions Options) : IJobEnvironment
{
    public JobTimings Timings => Options.Timings;

    public string Writer => Options.Writer;
}
