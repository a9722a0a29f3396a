using System.Collections.Concurrent;

namespace ElasticGrains.Storage.S3;

/// <summary>The places that are in use, each with a client of its own: blocks stay where they were written, whatever a silo writes to now.</summary>
internal sealed class S3Places : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<S3Objects>> _places = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">The text is no place.</exception>
    public S3Objects Of(string place) => _places.GetOrAdd(place, text => new Lazy<S3Objects>(() => new S3Objects(S3Place.Parse(text)))).Value;

    public void Dispose()
    {
        foreach (var place in _places.Values.Where(place => place.IsValueCreated))
        {
            place.Value.Dispose();
        }
    }
}
