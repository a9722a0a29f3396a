using System.Runtime.CompilerServices;
using ElasticGrains.Caching;

namespace ElasticGrains.Inputs;

/// <summary>What a process reads from one ledger: says at most once a minute of each input that it does.</summary>
/// <param name="source">Where inputs are read from.</param>
/// <param name="ledger">The ledger that it is; null when that is found out with an input.</param>
/// <param name="time">The clock.</param>
internal sealed class UploadReader(IUploadSource source, string? ledger, TimeProvider time)
{
    // More than a process reads at once.
    private const int Most = 1000;

    private readonly LatestUsed<(string Name, string Fingerprint), StrongBox<long>> _touched = new(Most, _ => 1);

    public string? Ledger => ledger;

    public Task<UploadedInput?> FindAsync(string name) => source.FindAsync(name);

    public async Task<IReadOnlyList<UploadPart>?> ReadAsync(string name, string fingerprint, int first, int count, CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        var isKnown = _touched.TryGet((name, fingerprint), out var last);
        if (!isKnown || time.GetElapsedTime(last!.Value, now) >= UploadRules.TouchEvery)
        {
            if (isKnown)
            {
                last!.Value = now;
            }
            else
            {
                _touched.TryAdd((name, fingerprint), new StrongBox<long>(now));
            }

            await source.TouchAsync(name, fingerprint, cancellationToken).ConfigureAwait(false);
        }

        return await source.ReadAsync(name, fingerprint, first, count, cancellationToken).ConfigureAwait(false);
    }
}
