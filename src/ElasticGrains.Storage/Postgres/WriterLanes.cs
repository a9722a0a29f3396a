namespace ElasticGrains.Storage.Postgres;

/// <summary>
/// Two writers, each with a connection and a transaction of its own: what is small does not wait behind transactions full of the commits
/// of a large job. A job keeps its lane while something of it is being written, and once it has written much it stays among the large ones.
/// Which lane it has is a matter of speed alone: a writer that does not know a job, or knows it as it was, finds that out in the database.
/// </summary>
/// <param name="store">The database.</param>
/// <param name="mostLarge">Beyond so many large jobs those that write nothing at the moment are found anew.</param>
internal sealed class WriterLanes(PostgresStore store, int mostLarge = 1024)
{
    // About 250 commits in one append.
    private const long MuchBytes = 64 << 10;

    // A small transaction takes a millisecond or two, most of which does not depend on how many share it.
    private static readonly TimeSpan SmallGather = TimeSpan.FromMilliseconds(4);

    private readonly PostgresWriter _small = new(store, SmallGather);
    private readonly PostgresWriter _large = new(store, TimeSpan.Zero);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private int _largeJobs;

    public async Task<T> WriteAsync<T>(PostgresWrite write, Func<WriteSet, T> judge, long bytes, CancellationToken cancellationToken)
    {
        var lane = Enter(write.JobId, bytes);
        try
        {
            return await (lane.IsLarge ? _large : _small).WriteAsync(write, judge, bytes, cancellationToken);
        }
        finally
        {
            Leave(write.JobId, lane);
        }
    }

    /// <summary>Writes what waits, then ends.</summary>
    public Task StopAsync() => Task.WhenAll(_small.StopAsync(), _large.StopAsync());

    private Lane Enter(string jobId, long bytes)
    {
        lock (_gate)
        {
            if (!_lanes.TryGetValue(jobId, out var lane))
            {
                _lanes.Add(jobId, lane = new Lane());
            }

            if (!lane.IsLarge && lane.Writing == 0 && bytes > MuchBytes)
            {
                lane.IsLarge = true;
                _largeJobs++;
            }

            lane.Writing++;
            return lane;
        }
    }

    private void Leave(string jobId, Lane lane)
    {
        lock (_gate)
        {
            if (--lane.Writing > 0)
            {
                return;
            }

            if (!lane.IsLarge)
            {
                _lanes.Remove(jobId);
            }
            else if (_largeJobs > mostLarge)
            {
                // Most of them have ended long ago.
                foreach (var (other, idle) in _lanes.Where(it => it.Value is { IsLarge: true, Writing: 0 } && it.Value != lane).ToList())
                {
                    _lanes.Remove(other);
                    _largeJobs--;
                }
            }
        }
    }

    private sealed class Lane
    {
        public bool IsLarge { get; set; }

        public int Writing { get; set; }
    }
}
