using ElasticGrains.Kernels;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using ElasticGrains.Transfer;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Warm;

/// <summary>The other silos of a cluster: a call asks whether one has the state and where it serves it, the bytes come beside.</summary>
internal sealed class SiloPeers(ISiloCalls calls, ITransferClient client, TimeProvider time, ILogger<SiloPeers> logger) : IWarmPeers
{
    // Where a state is being made, waiting for it is as fast as making it, and leaves the processors to others.
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(100);

    public async Task<Carried?> CarryAsync(IWarmRun run, IReadOnlyList<string> silos, CancellationToken cancellationToken)
    {
        foreach (var silo in silos)
        {
            try
            {
                if (await AddressAsync(silo, run.WarmKey, cancellationToken) is { } address
                    && await client.ReadAsync(address, run.WarmKey, run.ReadWarmAsync, cancellationToken) is { } state)
                {
                    return new Carried(state, silo);
                }
            }
#pragma warning disable CA1031 // Whatever goes wrong on the way, the state can be made.
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.WarmStateNotCarried(logger, run.Kernel.Name, silo, error.Message);
            }
        }

        return null;
    }

    /// <summary>Where the silo serves the state, once it is made; null when it has none.</summary>
    private async Task<string?> AddressAsync(string silo, string key, CancellationToken cancellationToken)
    {
        while (true)
        {
            var offer = await calls.AskAsync(silo, it => it.FindTransferAsync(key), cancellationToken);
            if (offer is null or { IsReady: true })
            {
                return offer?.Address;
            }

            await Task.Delay(AskAgain, time, cancellationToken);
        }
    }
}
