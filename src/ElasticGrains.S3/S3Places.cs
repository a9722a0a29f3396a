using System.Collections.Concurrent;

namespace ElasticGrains.S3;

/// <summary>The places that are in use, each with a client of its own: blocks stay where they were written, whatever a silo writes to now.</summary>
/// <param name="consequence">What follows when one cannot be used, see <see cref="S3Trouble"/>.</param>
internal sealed class S3Places(string consequence) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<S3Objects>> _places = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">The text is no place.</exception>
    public S3Objects Of(string place) => _places.GetOrAdd(place, text => new Lazy<S3Objects>(() => new S3Objects(S3Place.Parse(text), consequence))).Value;

    public void Dispose()
    {
        foreach (var place in _places.Values.Where(place => place.IsValueCreated))
        {
            place.Value.Dispose();
        }
    }
}
