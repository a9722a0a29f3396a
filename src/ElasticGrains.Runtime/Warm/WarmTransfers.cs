using ElasticGrains.Transfer;

namespace ElasticGrains.Runtime.Warm;

/// <summary>The warm states of this silo, as others fetch them.</summary>
internal sealed class WarmTransfers(WarmStates states) : ITransferSource
{
    public async Task<ITransfer?> OpenAsync(string name, CancellationToken cancellationToken) =>
        await states.FindAsync(name, cancellationToken) is { } lease ? new Outgoing(lease) : null;

    private sealed class Outgoing(WarmLease lease) : ITransfer
    {
        public Task WriteToAsync(Stream stream, CancellationToken cancellationToken) => lease.WriteAsync(stream, cancellationToken);

        public void Sent() => lease.Carried();

        public void Dispose() => lease.Dispose();
    }
}
