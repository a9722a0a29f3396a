using ElasticGrains.Kernels;
using ElasticGrains.Runtime.Warm;
using ElasticGrains.Transfer;

namespace ElasticGrains.Runtime.Tests.Warm;

/// <summary>Another silo.</summary>
internal sealed class Peer : IWarmPeers
{
    public ITransferSource? Source { get; init; }

    public Func<CancellationToken, object?> Carry { get; set; } = _ => null;

    public async Task<Carried?> CarryAsync(IWarmRun run, IReadOnlyList<string> silos, CancellationToken cancellationToken)
    {
        using var transfer = Source?.Open(run.WarmKey);
        if (transfer is null)
        {
            return Carry(cancellationToken) is { } state ? new Carried(state, "other") : null;
        }

        var sent = new MemoryStream();
        await transfer.WriteToAsync(sent, cancellationToken);
        sent.Position = 0;
        return new Carried(await run.ReadWarmAsync(sent, cancellationToken), "other");
    }
}
