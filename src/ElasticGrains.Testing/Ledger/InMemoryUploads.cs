using ElasticGrains.Inputs;

namespace ElasticGrains.Testing.Ledger;

/// <summary>Inputs that live as long as the object.</summary>
/// <param name="time">The clock.</param>
public sealed class InMemoryUploads(TimeProvider time) : IUploadStore
{
    private readonly Lock _gate = new();
    private readonly string _identity = Guid.NewGuid().ToString("N");
    private readonly SortedDictionary<string, Upload> _uploads = new(StringComparer.Ordinal);
    private long _last;

    /// <inheritdoc/>
    public Task<string> IdentifyAsync(CancellationToken cancellationToken = default) => Task.FromResult(_identity);

    /// <inheritdoc/>
    public Task<UploadedInput> BeginAsync(string name, TimeSpan keep, CancellationToken cancellationToken = default) => Locked(() =>
    {
        var now = time.GetUtcNow();
        if (!_uploads.TryGetValue(name, out var upload))
        {
            _uploads[name] = upload = new Upload
            {
                Input = new UploadedInput { Name = name, Ledger = _identity, Number = ++_last, Length = 0, Parts = 0, Created = now, LastUsed = now, Keep = keep },
            };
        }

        upload.Input = upload.Input.IsComplete ? upload.Input : upload.Input with { Keep = keep, LastUsed = now };
        return upload.View();
    });

    /// <inheritdoc/>
    public Task<UploadStatus> WriteAsync(long upload, UploadPart part, CancellationToken cancellationToken = default) => Locked(() =>
    {
        if (!part.IsSound() || part.Stamp.Length is 0 or > UploadRules.PartBytes)
        {
            return UploadStatus.Damaged;
        }

        if (Of(upload) is not { } known)
        {
            return UploadStatus.Missing;
        }

        if (known.Parts.TryGetValue(part.Stamp.Part, out var found) || known.Input.IsComplete)
        {
            return found?.Stamp == part.Stamp ? UploadStatus.Done : known.Input.IsComplete ? UploadStatus.Complete : UploadStatus.Differs;
        }

        known.Parts[part.Stamp.Part] = part with { Bytes = part.Bytes.ToArray() };
        known.Input = known.Input with { LastUsed = time.GetUtcNow() };
        return UploadStatus.Done;
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<UploadStamp>> ListPartsAsync(long upload, int from, int most, CancellationToken cancellationToken = default) => Locked<IReadOnlyList<UploadStamp>>(
        () => [.. (Of(upload)?.Parts.Values.AsEnumerable() ?? []).Select(part => part.Stamp).Where(stamp => stamp.Part >= from).Take(most)]);

    /// <inheritdoc/>
    public Task<UploadStatus> CompleteAsync(long upload, IReadOnlyList<UploadedFile> files, string fingerprint, CancellationToken cancellationToken = default) => Locked(() =>
    {
        if (Of(upload) is not { } known)
        {
            return UploadStatus.Missing;
        }

        if (known.Input.Fingerprint is { } before)
        {
            known.Input = before == fingerprint ? known.Input with { LastUsed = time.GetUtcNow() } : known.Input;
            return before == fingerprint ? UploadStatus.Done : UploadStatus.Differs;
        }

        var parts = known.Parts.Values.Select(part => part.Stamp).ToList();
        if (!UploadRules.IsWhole(files, parts))
        {
            return UploadStatus.Unfinished;
        }

        if (UploadRules.FingerprintOf(files, parts) != fingerprint)
        {
            return UploadStatus.Differs;
        }

        known.Input = known.Input with { Fingerprint = fingerprint, Files = files, FileCount = files.Count, LastUsed = time.GetUtcNow() };
        return UploadStatus.Done;
    });

    /// <inheritdoc/>
    public Task<UploadedInput?> FindAsync(string name, CancellationToken cancellationToken = default) => Locked(() => _uploads.GetValueOrDefault(name)?.View());

    /// <inheritdoc/>
    public Task<IReadOnlyList<UploadedInput>> ListAsync(string after, int most, CancellationToken cancellationToken = default) => Locked<IReadOnlyList<UploadedInput>>(
        () => [.. _uploads.Values.Select(upload => upload.View() with { Files = null }).Where(input => string.CompareOrdinal(input.Name, after) > 0).Take(most)]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<UploadPart>?> ReadAsync(string name, string fingerprint, int first, int count, CancellationToken cancellationToken = default) => Locked<IReadOnlyList<UploadPart>?>(
        () => _uploads.TryGetValue(name, out var upload) && upload.Input.Fingerprint == fingerprint
            ? [.. upload.Parts.Values.Where(part => part.Stamp.Part >= first && part.Stamp.Part < first + count)]
            : null);

    /// <inheritdoc/>
    public Task TouchAsync(string name, string fingerprint, CancellationToken cancellationToken = default) => Locked(() =>
    {
        if (_uploads.TryGetValue(name, out var upload) && upload.Input.Fingerprint == fingerprint)
        {
            upload.Input = upload.Input with { LastRead = time.GetUtcNow(), LastUsed = time.GetUtcNow() };
        }

        return true;
    });

    /// <inheritdoc/>
    public Task<UploadStatus> DeleteAsync(long upload, bool force, CancellationToken cancellationToken = default) => Locked(() =>
    {
        if (Of(upload) is not { } known)
        {
            return UploadStatus.Missing;
        }

        if (!force && known.Input.IsInUse(time.GetUtcNow()))
        {
            return UploadStatus.InUse;
        }

        _uploads.Remove(known.Input.Name);
        return UploadStatus.Done;
    });

    /// <inheritdoc/>
    public Task<int> CollectAsync(CancellationToken cancellationToken = default) => Locked(() =>
    {
        var expired = _uploads.Where(upload => upload.Value.Input.Expires <= time.GetUtcNow()).Select(upload => upload.Key).ToList();
        return expired.Count(_uploads.Remove);
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<(string Name, string Problem)>> CheckAsync(CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<(string Name, string Problem)>>([]);

    private Task<T> Locked<T>(Func<T> work)
    {
        lock (_gate)
        {
            return Task.FromResult(work());
        }
    }

    private Upload? Of(long number) => _uploads.Values.FirstOrDefault(upload => upload.Input.Number == number);

    private sealed class Upload
    {
        public required UploadedInput Input { get; set; }

        public SortedDictionary<int, UploadPart> Parts { get; } = [];

        public UploadedInput View() => Input with { Parts = Parts.Count, Length = Parts.Values.Sum(part => (long)part.Stamp.Length) };
    }
}
