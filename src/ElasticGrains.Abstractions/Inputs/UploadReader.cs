using System.Collections.Concurrent;

namespace ElasticGrains.Inputs;

/// <summary>What a process reads from one ledger: says at most once a minute of each input that it does.</summary>
/// <param name="source">Where inputs are read from.</param>
/// <param name="ledger">The ledger that it is; null when that is found out with an input.</param>
/// <param name="time">The clock.</param>
internal sealed class UploadReader(IUploadSource source, string? ledger, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Name, string Fingerprint), long> _touched = new();

    public string? Ledger => ledger;

    public Task<UploadedInput?> FindAsync(string name) => source.FindAsync(name);

    public async Task<IReadOnlyList<UploadPart>?> ReadAsync(string name, string fingerprint, int first, int count, CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        if (!_touched.TryGetValue((name, fingerprint), out var last) || time.GetElapsedTime(last, now) >= UploadRules.TouchEvery)
        {
            _touched[(name, fingerprint)] = now;
            await source.TouchAsync(name, fingerprint, cancellationToken).ConfigureAwait(false);
        }

        return await source.ReadAsync(name, fingerprint, first, count, cancellationToken).ConfigureAwait(false);
    }
}
