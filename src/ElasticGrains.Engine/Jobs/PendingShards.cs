namespace ElasticGrains.Engine.Jobs;

/// <summary>
/// The shards and runs of a job that wait for a slot: those first whose attempt was lost, then the lowest number, so that partials arrive roughly in item order. Planned shards that
/// never ran are not stored: they are the numbers from <see cref="JobState.NextUntouched"/> on.
/// </summary>
internal sealed class PendingShards
{
    private readonly JobState _job;
    private readonly SortedSet<int> _again;
    private readonly Dictionary<int, DateTimeOffset> _notBefore = [];
    private readonly SortedDictionary<int, string> _preferred = [];
    private readonly SortedSet<int> _interrupted = [];

    public PendingShards(JobState job)
    {
        _job = job;
        _again = [.. job.Touched.Where(shard => shard.Phase == ShardPhase.Pending && !shard.IsSuspect && IsNotUntouched(shard.Number)).Select(shard => shard.Number)];
    }

    public bool IsEmpty => _again.Count == 0 && Untouched == 0;

    /// <summary>True when some may not start yet.</summary>
    public bool Pauses(DateTimeOffset now) => _notBefore.Count > 0 && _notBefore.Values.Any(time => time > now);

    /// <summary>True when one that may not start yet may do so within that time.</summary>
    public bool IsDueWithin(DateTimeOffset now, TimeSpan time) => _notBefore.Count > 0 && _notBefore.Values.Any(until => until > now && until <= now + time);

    /// <summary>Those that may not start yet, and until when.</summary>
    public IEnumerable<(int Shard, DateTimeOffset Until)> Paused(DateTimeOffset now) =>
        _notBefore.Where(pause => pause.Value > now).Select(pause => (pause.Key, pause.Value));

    /// <summary>Planned shards that were never granted.</summary>
    public int Untouched => _job.PlannedShards - _job.NextUntouched;

    /// <summary>The silo for which the first of those waits that are to run nowhere else; null when there is none.</summary>
    public string? PreferredSilo => _preferred.Count == 0 ? null : _preferred.First().Value;

    /// <summary>How many could start now, on any silo.</summary>
    public int Ready(DateTimeOffset now) =>
        Untouched - _preferred.Count + (_notBefore.Count == 0 ? _again.Count : _again.Count(shard => IsDue(shard, now) || _preferred.ContainsKey(shard)));

    /// <summary>Puts a shard back.</summary>
    public void Add(int shard, DateTimeOffset? notBefore = null)
    {
        _again.Add(shard);
        if (notBefore is { } time)
        {
            _notBefore[shard] = time;
        }
    }

    /// <summary>The attempt of a shard that waits was lost: it goes before the others.</summary>
    public void PutFirst(int shard) => _interrupted.Add(shard);

    /// <summary>Has a shard that waits run on that silo only; null for any.</summary>
    public void Prefer(int shard, string? silo)
    {
        if (silo is null || !_again.Contains(shard))
        {
            _preferred.Remove(shard);
        }
        else
        {
            _preferred[shard] = silo;
        }
    }

    /// <summary>Takes the shard or run to start next, with how many shards it has beside the first; null when none may start.</summary>
    /// <param name="now">The time.</param>
    /// <param name="most">The most shards of a run that is new.</param>
    /// <param name="silo">Where it is to start: those go first that wait for this silo.</param>
    public (int Shard, int More)? Take(DateTimeOffset now, int most, string silo)
    {
        foreach (var (shard, preferred) in _preferred)
        {
            if (preferred == silo && IsDue(shard, now))
            {
                return Remove(shard);
            }
        }

        return TakeFirst(_interrupted, now) ?? TakeFirst(_again, now) ?? TakeUntouched(most);
    }

    private (int Shard, int More)? TakeUntouched(int most) => Untouched > 0 ? (_job.NextUntouched, Math.Min(Untouched, most) - 1) : null;

    private (int Shard, int More)? TakeFirst(SortedSet<int> shards, DateTimeOffset now)
    {
        foreach (var shard in shards)
        {
            if (IsDue(shard, now) && !_preferred.ContainsKey(shard))
            {
                return Remove(shard);
            }
        }

        return null;
    }

    private (int Shard, int More) Remove(int shard)
    {
        _again.Remove(shard);
        _interrupted.Remove(shard);
        _notBefore.Remove(shard);
        _preferred.Remove(shard);
        return (shard, _job.Shard(shard).More);
    }

    private bool IsNotUntouched(int shard) => shard >= _job.PlannedShards || shard < _job.NextUntouched;

    private bool IsDue(int shard, DateTimeOffset now) => !_notBefore.TryGetValue(shard, out var time) || time <= now;
}
