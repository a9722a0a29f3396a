using System.Diagnostics.CodeAnalysis;

namespace ElasticGrains.Peers.Bare;

/// <summary>See <see cref="IBareJob"/>.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Orleans makes it.")]
internal sealed class BareJob(BareWriter writer) : Grain, IBareJob
{
    private bool _hasRun;

    public async Task<long?> RunAsync(int items)
    {
        if (_hasRun)
        {
            return null;
        }

        _hasRun = true;
        await writer.CommitAsync();
        var sum = await GrainFactory.GetGrain<IBareShard>(this.GetPrimaryKeyString()).ComputeAsync(items);
        await writer.CommitAsync();
        DeactivateOnIdle();
        return sum;
    }
}
