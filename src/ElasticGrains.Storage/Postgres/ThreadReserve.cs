using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>
/// Threads for those that block while the database is silent. A command whose time is up is cancelled by Npgsql over another connection, and
/// for that it blocks a thread of the pool until the server has closed it: as long as the silence lasts, for each connection once. Where few
/// threads are usual, because there are few processors, everything else would stand still meanwhile, and the other silos give this one up.
/// </summary>
internal sealed class ThreadReserve : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    // Statements take less; their time-out is longer.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);

    private static readonly Lock Pool = new();

    private readonly int _threads;
    private readonly TimeProvider _time;
    private readonly Action<int> _add;
    private readonly ITimer _timer;
    private long _heardAt;
    private int _waiting;
    private bool _isHeard;
    private bool _isThere;

    /// <summary>Creates the reserve.</summary>
    /// <param name="threads">How many threads can be blocked at once.</param>
    /// <param name="time">The clock.</param>
    /// <param name="add">Has the pool keep so many threads more, or fewer, at hand; the thread pool of the process when null.</param>
    public ThreadReserve(int threads, TimeProvider time, Action<int>? add = null)
    {
        (_threads, _time, _add) = (threads, time, add ?? AddToPool);
        _timer = time.CreateTimer(_ => Look(), null, Period, Period);
    }

    /// <summary>Counts somebody who waits for the database. It has answered, were it with a refusal, unless something else ends the wait.</summary>
    public async Task<T> CountAsync<T>(Func<Task<T>> askAsync)
    {
        Begin();
        try
        {
            var answer = await askAsync();
            Hear();
            return answer;
        }
        catch (PostgresException)
        {
            Hear();
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        Keep(false);
    }

    private void Begin()
    {
        if (Interlocked.Increment(ref _waiting) == 1)
        {
            Volatile.Write(ref _heardAt, _time.GetTimestamp());
        }
    }

    private void Hear()
    {
        Volatile.Write(ref _heardAt, _time.GetTimestamp());
        Volatile.Write(ref _isHeard, true);
    }

    /// <summary>Those who wait may give up one after the other: only the server's answer ends the silence.</summary>
    private void Look() => Keep(_isThere
        ? !Volatile.Read(ref _isHeard)
        : Volatile.Read(ref _waiting) > 0 && _time.GetElapsedTime(Volatile.Read(ref _heardAt)) >= Silence);

    private void Keep(bool isWanted)
    {
        lock (Pool)
        {
            if (isWanted != _isThere)
            {
                _isThere = isWanted;
                Volatile.Write(ref _isHeard, false);
                _add(isWanted ? _threads : -_threads);
            }
        }
    }

    private static void AddToPool(int threads)
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(workers + threads, completions);
    }
}
