using ElasticGrains.Jobs;
using ElasticGrains.Runtime.Placement;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Placement;

namespace ElasticGrains.Runtime.Hosting;

/// <summary>The streams that carry the hints of partial results, as a silo has them.</summary>
public static class PartialStreams
{
    // Each queue is polled for as long as its silo lives, work or no work: ten times a second, as Orleans has it, that and what it wakes was a third of what a silo without work costs.
    // A hint is for eyes; what must not wait asks the job.
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Adds them.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="queues">How many queues; all silos and clients of a cluster must agree on it.</param>
    public static ISiloBuilder AddPartialStreams(this ISiloBuilder silo, int queues = PartialHint.StreamQueues)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddSingleton<IPlacementStrategyResolver, QueuePlacementResolver>();
        return silo.AddMemoryStreams(PartialHint.StreamProvider, streams =>
        {
            streams.ConfigurePartitioning(queues);
            streams.ConfigurePullingAgent(agent => agent.Configure(options => options.GetQueueMsgsTimerPeriod = PollEvery));
        });
    }
}
