namespace ElasticGrains.Engine.Jobs;

/// <summary>
/// The shards and runs under which silos have died, waiting for a silo of their own, lowest number first. One at a time is tried.
/// </summary>
internal sealed class WaitingSuspects
{
    private readonly JobState _job;
    private readonly SortedSet<int> _waiting;
    private readonly Dictionary<int, DateTimeOffset> _notBefore = [];
    private int? _onTrial;
    private DateTimeOffset? _since;

    public WaitingSuspects(JobState job)
    {
        _job = job;
        _waiting = [.. job.Touched.Where(shard => shard is { Phase: ShardPhase.Pending, IsSuspect: true }).Select(shard => shard.Number)];
    }

    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>How many wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>The first that waits; null when none does.</summary>
    public int? First => _waiting.Count == 0 ? null : _waiting.Min;

    /// <summary>The one that is being tried; null for none.</summary>
    public int? OnTrial => _onTrial;

    /// <summary>A new writer finds one on trial.</summary>
    public void Recover(IEnumerable<int> running)
    {
        foreach (var shard in running.Where(shard => _job.Shard(shard).IsSuspect))
        {
            _onTrial = shard;
        }
    }

    public void Add(int shard, DateTimeOffset? notBefore)
    {
        _waiting.Add(shard);
        if (notBefore is { } time)
        {
            _notBefore[shard] = time;
        }
    }

    /// <summary>One was lost again, perhaps with its silo: it is worth the wait anew that the next one has a silo of its own.</summary>
    public void Lost() => _since = null;

    /// <summary>How long they have been waiting since they had a silo, or one was lost, last; null when none could start.</summary>
    public TimeSpan? Waited(DateTimeOffset now)
    {
        if (Next(now) is null)
        {
            _since = IsEmpty ? null : _since;
            return null;
        }

        _since ??= now;
        return now - _since;
    }

    /// <summary>Takes the one to be tried next; null when none may be.</summary>
    public int? Take(DateTimeOffset now, bool hasSilo)
    {
        if (Next(now) is not { } next)
        {
            return null;
        }

        _waiting.Remove(next);
        _notBefore.Remove(next);
        _onTrial = next;
        _since = hasSilo ? null : _since;
        return next;
    }

    /// <summary>An attempt has ended: if it was a trial, the next one may begin.</summary>
    public void Tried(int shard) => _onTrial = _onTrial == shard ? null : _onTrial;

    /// <summary>Takes those that are suspects no longer.</summary>
    public IReadOnlyList<int> TakeCleared()
    {
        var cleared = _waiting.Where(shard => !_job.Shard(shard).IsSuspect).ToList();
        _waiting.ExceptWith(cleared);
        return cleared;
    }

    private int? Next(DateTimeOffset now)
    {
        if (_onTrial is null)
        {
            foreach (var shard in _waiting)
            {
                if (!_notBefore.TryGetValue(shard, out var time) || time <= now)
                {
                    return shard;
                }
            }
        }

        return null;
    }
}
