using ElasticGrains.Scheduling;

namespace ElasticGrains.Runtime.Scheduling;

/// <summary>Counts the shards and jobs of this silo.</summary>
internal sealed class SiloWork : ISiloWork
{
    private readonly Lock _gate = new();
    private readonly HashSet<ISiloShard> _shards = [];

    // A job may be written twice here for a moment: by a writer that was deposed, and by the next.
    private readonly Dictionary<string, int> _jobs = new(StringComparer.Ordinal);

    public IReadOnlyList<ISiloShard> Shards
    {
        get
        {
            lock (_gate)
            {
                return [.. _shards];
            }
        }
    }

    public IReadOnlyList<string> Jobs
    {
        get
        {
            lock (_gate)
            {
                return [.. _jobs.Keys];
            }
        }
    }

    public int ShardCount
    {
        get
        {
            lock (_gate)
            {
                return _shards.Count;
            }
        }
    }

    public int JobCount
    {
        get
        {
            lock (_gate)
            {
                return _jobs.Count;
            }
        }
    }

    public void Enter(ISiloShard shard)
    {
        lock (_gate)
        {
            _shards.Add(shard);
        }
    }

    public void Leave(ISiloShard shard)
    {
        lock (_gate)
        {
            _shards.Remove(shard);
        }
    }

    public void EnterJob(string id)
    {
        lock (_gate)
        {
            _jobs[id] = _jobs.GetValueOrDefault(id) + 1;
        }
    }

    public void LeaveJob(string id)
    {
        lock (_gate)
        {
            if (_jobs.GetValueOrDefault(id) > 1)
            {
                _jobs[id]--;
            }
            else
            {
                _jobs.Remove(id);
            }
        }
    }
}
