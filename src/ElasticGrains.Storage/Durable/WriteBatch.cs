namespace ElasticGrains.Storage.Durable;

/// <summary>What one shared transaction may hold.</summary>
internal static class WriteBatch
{
    private const int MaxRequests = 1024;
    private const long MaxBytes = 32L << 20;

    /// <summary>Takes what waits, as much as fits; requests that were given up meanwhile fall away.</summary>
    /// <param name="waiting">Takes one out each time it is asked for the next, and ends when none waits.</param>
    /// <param name="request">The request itself.</param>
    public static List<T> Collect<T>(IEnumerable<T> waiting, Func<T, WriteRequest> request)
    {
        var batch = new List<T>();
        var bytes = 0L;
        foreach (var next in waiting)
        {
            if (request(next).TryStart())
            {
                batch.Add(next);
                bytes += request(next).Bytes;
            }

            if (batch.Count == MaxRequests || bytes >= MaxBytes)
            {
                break;
            }
        }

        return batch;
    }
}
