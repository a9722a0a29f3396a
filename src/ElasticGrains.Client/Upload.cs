using ElasticGrains.Inputs;

namespace ElasticGrains.Client;

/// <summary>Puts one input into a grid: reads it from its beginning, sends the parts that are not there, and completes it.</summary>
internal sealed class Upload(GridConnection connection, string name, IProgress<long>? progress)
{
    // In flight at once: enough to keep a database busy, and each is answered in time on a connection of half a megabyte a second.
    private const int AtOnce = 4;

    // A part that was changed on its way is right the next time.
    private const int Tries = 3;

    private readonly List<UploadStamp> _stamps = [];
    private readonly List<Task> _sending = [];
    private long _durable;
    private long _sent;

    public async Task<UploadReport> RunAsync(IReadOnlyList<FileToUpload> files, TimeSpan keep, CancellationToken cancellationToken)
    {
        var begun = await connection.CallInputsAsync(inputs => inputs.BeginAsync(name, keep), cancellationToken);
        var known = await KnownAsync(begun.Number, cancellationToken);
        var cutter = new UploadCutter(files);
        await SendAllAsync(cutter, begun, known, cancellationToken);
        var fingerprint = UploadRules.FingerprintOf(cutter.Done, _stamps);
        if (begun.IsComplete && begun.Fingerprint != fingerprint)
        {
            throw Differs(begun);
        }

        switch (await connection.CallInputsAsync(inputs => inputs.CompleteAsync(begun.Number, cutter.Done, fingerprint), cancellationToken))
        {
            case UploadStatus.Done:
                break;
            case UploadStatus.Missing:
                throw Gone();
            default:
                throw Differs(begun);
        }

        var complete = await connection.CallInputsAsync(inputs => inputs.FindAsync(name), cancellationToken);
        return new UploadReport(complete ?? throw Gone(), begun.IsComplete, _sent);
    }

    private async Task<Dictionary<int, UploadStamp>> KnownAsync(long upload, CancellationToken cancellationToken)
    {
        var known = new Dictionary<int, UploadStamp>();
        for (var from = 0; ;)
        {
            var at = from;
            var page = await connection.CallInputsAsync(inputs => inputs.ListPartsAsync(upload, at), cancellationToken);
            if (page.Count == 0)
            {
                return known;
            }

            foreach (var stamp in page)
            {
                known[stamp.Part] = stamp;
            }

            from = page[^1].Part + 1;
        }
    }

    private async Task SendAllAsync(UploadCutter cutter, UploadedInput begun, Dictionary<int, UploadStamp> known, CancellationToken cancellationToken)
    {
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var room = new SemaphoreSlim(AtOnce);
        try
        {
            await foreach (var bytes in cutter.ReadAsync(broken.Token))
            {
                var part = UploadPart.Of(_stamps.Count, bytes);
                _stamps.Add(part.Stamp);
                if (known.TryGetValue(part.Stamp.Part, out var there) ? there != part.Stamp : begun.IsComplete)
                {
                    throw Differs(begun);
                }

                if (there is not null)
                {
                    Tell(part.Stamp.Length);
                    continue;
                }

                await room.WaitAsync(broken.Token);
                _sending.RemoveAll(sent => sent.IsCompletedSuccessfully);
                _sending.Add(SendAsync(begun, part, room, broken));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // One of those that are under way says why.
        }
        finally
        {
            await Task.WhenAll(_sending);
        }
    }

    private async Task SendAsync(UploadedInput begun, UploadPart part, SemaphoreSlim room, CancellationTokenSource broken)
    {
        try
        {
            var status = UploadStatus.Damaged;
            for (var tries = 0; tries < Tries && status == UploadStatus.Damaged; tries++)
            {
                status = await connection.CallInputsAsync(inputs => inputs.PutAsync(begun.Number, part), broken.Token);
            }

            switch (status)
            {
                case UploadStatus.Done:
                    Interlocked.Add(ref _sent, part.Stamp.Length);
                    Tell(part.Stamp.Length);
                    break;
                case UploadStatus.Missing:
                    throw Gone();
                case UploadStatus.Damaged:
                    throw new UploadRefusedException($"Part {part.Stamp.Part} of input '{name}' was changed on its way to the grid, {Tries} times. Something between here and the silos damages what is sent.");
                default:
                    throw Differs(begun);
            }
        }
        catch
        {
            await broken.CancelAsync();
            throw;
        }
        finally
        {
            room.Release();
        }
    }

    private void Tell(int bytes) => progress?.Report(Interlocked.Add(ref _durable, bytes));

    private UploadRefusedException Gone() => new($"Input '{name}' was deleted while it was put there. Put it again.");

    private UploadRefusedException Differs(UploadedInput begun) => new(
        begun.IsComplete
            ? $"There is an input '{name}' in the grid, with other content: an input never changes. Choose another name, or delete it first."
            : $"Other content is being put into the grid as input '{name}', or was begun and broken off. Choose another name, or delete it first.");
}
