using ElasticGrains.Jobs;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Runtime.Scheduling;

/// <inheritdoc/>
internal sealed class SiloCalls(IGrainFactory grains, TimeProvider time) : ISiloCalls
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(1);

    public Task<T> AskAsync<T>(string silo, Func<ISiloGrain, Task<T>> ask, CancellationToken cancellationToken) =>
        AskAsync(silo, ask).WaitAsync(AnswerWithin, time, cancellationToken);

    private async Task<T> AskAsync<T>(string silo, Func<ISiloGrain, Task<T>> ask)
    {
        RequestContext.Set(LeasePlacement.SiloKey, silo);
        try
        {
            return await ask(grains.GetGrain<ISiloGrain>(GrainKeys.OfSilo(silo)));
        }
        finally
        {
            RequestContext.Remove(LeasePlacement.SiloKey);
        }
    }
}
