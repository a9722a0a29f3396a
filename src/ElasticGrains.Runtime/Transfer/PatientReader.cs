namespace ElasticGrains.Runtime.Transfer;

/// <summary>Reads what another process sends, and waits for it no longer than it may be silent. Only the wait is limited: what is done with the bytes may take its time.</summary>
/// <param name="from">The bytes.</param>
/// <param name="silence">How long nothing may come.</param>
/// <param name="gaveUp">Nobody wants them any more.</param>
internal sealed class PatientReader(Stream from, TimeSpan silence, CancellationToken gaveUp) : IDisposable
{
    private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(gaveUp);

    /// <returns>How many bytes came; 0 at the end.</returns>
    /// <exception cref="TimeoutException">None came in time.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> into)
    {
        try
        {
            _patience.CancelAfter(silence);
            var count = await from.ReadAsync(into, _patience.Token).ConfigureAwait(false);
            _patience.CancelAfter(Timeout.InfiniteTimeSpan);
            return count;
        }
        catch (OperationCanceledException) when (!gaveUp.IsCancellationRequested)
        {
            throw new TimeoutException($"Nothing has come for {silence}.");
        }
    }

    public void Dispose() => _patience.Dispose();
}
