using ElasticGrains.Elasticity;
using Orleans.Concurrency;

namespace ElasticGrains.Scheduling;

/// <summary>Grants slots of silos to jobs. Soft state: rebuilt from what silos and jobs say. Key 0.</summary>
[GrainInterfaceType("eg.resource-manager"), Alias("eg.resource-manager")]
public interface IResourceManagerGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// How many more slots jobs that live on one silo could use now, each beside those it holds; replaces what it asked for before. Among jobs of the same
    /// priority it is first come, first served.
    /// </summary>
    /// <param name="requests">What each wants, in the order in which they asked.</param>
    /// <param name="near">Their silo, whose slots are preferred: there results travel to.</param>
    /// <returns>The slots that they, and others that live there, get at once; others are offered when they come free.</returns>
    [Alias("request")]
    Task<IReadOnlyList<SlotOffer>> RequestAsync(IReadOnlyList<SlotRequest> requests, string near);

    /// <summary>
    /// A job wants, or wants no more, a slot of a silo on which nothing else runs; repeated as long as it waits. One silo is kept free of
    /// new leases meanwhile.
    /// </summary>
    [OneWay, Alias("request-silo")]
    Task RequestSiloAsync(string jobId, bool wanted);

    /// <summary>A job wants, or wants no more, a slot of that silo and no other: one of its shards is to go on there. Repeated as long as it waits.</summary>
    [OneWay, Alias("request-slot-on")]
    Task RequestSlotOnAsync(string jobId, string silo, bool wanted);

    /// <summary>A job returns a slot that it did not use.</summary>
    [OneWay, Alias("return")]
    Task ReturnAsync(SlotLease lease);

    /// <summary>A silo says what it has.</summary>
    /// <returns>The offers to jobs that prefer it: most of them are there, and need not be looked for.</returns>
    [Alias("report")]
    Task<IReadOnlyList<SlotOffer>> ReportAsync(SlotReport report);

    /// <summary>What a silo is to take on from now on: cordons it, opens it again, or drains it, after which it leaves.</summary>
    /// <param name="silo">Its whole name.</param>
    /// <param name="intake">What it is to take on.</param>
    /// <param name="force">True to drain even the last silo that takes on anything.</param>
    [Alias("order-silo")]
    Task<SiloOrder> OrderSiloAsync(string silo, SiloIntake intake, bool force);

    /// <summary>The silos that take on nothing new.</summary>
    [Alias("shut-silos")]
    Task<IReadOnlyList<string>> GetShutSilosAsync();

    /// <summary>The latest report of each silo that is there.</summary>
    [Alias("silos")]
    Task<IReadOnlyList<SlotReport>> GetSilosAsync();

    /// <summary>What a job waits for; of one that waits for nothing, what a request for <paramref name="wanted"/> slots would meet now. Changes nothing.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="wanted">How many, at least 1; without effect for a job that waits.</param>
    /// <param name="priority">With this priority; without effect for a job that waits.</param>
    [Alias("why")]
    Task<SlotWait> ExplainAsync(string jobId, int wanted, int priority);

    /// <summary>How many silos there should be within these limits, why, and which is to go. Changes nothing.</summary>
    [Alias("scale")]
    Task<ScaleAdvice> GetScaleAsync(ScaleLimits limits);
}
