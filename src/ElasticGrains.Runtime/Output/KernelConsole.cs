using ElasticGrains.Compute;

namespace ElasticGrains.Runtime.Output;

/// <summary>Keeps what kernels of this silo write, from the silo's start to its end.</summary>
internal sealed class KernelConsole(OutputWriter writer, OutputLimits limits, TimeProvider time) : IKernelConsole, ILifecycleParticipant<ISiloLifecycle>
{
    public IDisposable Keep(string jobId, Func<(int Shard, long Attempt)> where) => new AttemptOutput(jobId, where, writer, limits, time).Open();

    // The first stage is the last to be stopped: until then kernels may write.
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(KernelConsole),
        ServiceLifecycleStage.First,
        _ =>
        {
            ConsoleTap.Install();
            writer.Start();
            return Task.CompletedTask;
        },
        _ => writer.StopAsync());
}
