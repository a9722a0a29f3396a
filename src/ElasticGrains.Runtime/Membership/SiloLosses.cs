using ElasticGrains.Scheduling;

namespace ElasticGrains.Runtime.Membership;

/// <summary>Collects what membership says of silos that are gone.</summary>
internal sealed class SiloLosses : ISiloLosses
{
    private readonly Lock _gate = new();
    private readonly List<SiloLoss> _lost = [];

    // Ends with the next loss.
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Written under the lock, read anywhere.
    private int _count;

    public IReadOnlyList<SiloLoss> Since(ref int seen)
    {
        // Read without the lock on every tick of every job: most find nothing new.
        if (Volatile.Read(ref _count) == seen)
        {
            return [];
        }

        lock (_gate)
        {
            var news = _lost[seen..];
            seen = _lost.Count;
            return news;
        }
    }

    public Task MoreThanAsync(int seen, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _lost.Count > seen ? Task.CompletedTask : _more.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>True when the silo's loss has been added.</summary>
    public bool Knows(string silo)
    {
        lock (_gate)
        {
            return _lost.Exists(loss => loss.Silo == silo);
        }
    }

    /// <summary>Adds those whose names are new; false when all of them were known.</summary>
    public bool Add(IEnumerable<SiloLoss> losses)
    {
        lock (_gate)
        {
            var before = _lost.Count;
            _lost.AddRange(losses.ExceptBy(_lost.Select(loss => loss.Silo), loss => loss.Silo, StringComparer.Ordinal).ToList());
            Volatile.Write(ref _count, _lost.Count);
            if (_lost.Count == before)
            {
                return false;
            }

            _more.SetResult();
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }
}
