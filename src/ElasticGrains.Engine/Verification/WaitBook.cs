using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Ledger;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Verification;

/// <summary>
/// When a job had shards that could have started, as its events tell it: not while they pause after a failure or a refusal, not beyond the slots that the
/// job may have, not while a new writer waits for reports. Once silos have died twice in a row under one of its shards, the job is left out:
/// it may wait for a silo alone, and others with it.
/// </summary>
internal sealed class WaitBook
{
    private readonly List<WaitingSpan> _spans = [];
    private readonly Dictionary<int, DateTimeOffset> _pending = [];
    private readonly SortedSet<(DateTimeOffset From, int Shard)> _byTime = [];
    private readonly Dictionary<int, int> _failures = [];
    private readonly HashSet<int> _running = [];
    private JobPolicy _policy = JobPolicy.Default;
    private DateTimeOffset _now = DateTimeOffset.MinValue;
    private DateTimeOffset _pausedUntil = DateTimeOffset.MinValue;
    private DateTimeOffset? _since;
    private string _writer = "";
    private int _planned;
    private int _next;
    private bool _isOver;

    /// <summary>When it may have been waiting for a silo alone, which is kept from new leases meanwhile; null for never.</summary>
    public WaitingSpan? WantedSilo { get; private set; }

    /// <summary>The times in which it waited, up to the last event.</summary>
    public IReadOnlyList<WaitingSpan> Close()
    {
        Stop();
        WantedSilo = WantedSilo is { } wanted ? wanted with { Until = _now } : null;
        return _spans;
    }

    public void Committed(int head, DateTimeOffset at)
    {
        _failures.Remove(head);
        _now = at > _now ? at : _now;
    }

    public void Add(LedgerEvent happened, IReadOnlyDictionary<int, ShardLedgerState> touched)
    {
        Stop(TimeOf(happened));
        switch (happened)
        {
            case LedgerEvent.Accepted it:
                _policy = it.Spec.Policy;
                break;
            case LedgerEvent.WriterTaken it:
                _writer = it.Writer;
                break;
            case LedgerEvent.Planned it:
                _planned = it.Shards;
                break;
            case LedgerEvent.Granted it:
                _next = it.Shard < _planned ? Math.Max(_next, it.Shard + 1 + it.More) : _next;
                Forget(it.Shard);
                _running.Add(it.Shard);
                break;
            case LedgerEvent.Split it:
                Pend(it.NewShard, _now);
                break;
            case LedgerEvent.AttemptEnded it:
                End(it, touched);
                break;
            case LedgerEvent.Quarantined it:
                Forget(it.Shard);
                break;
            case LedgerEvent.Finished:
                _isOver = true;
                break;
            case LedgerEvent.Reopened:
                Reopen(touched);
                break;
        }

        Start(happened is LedgerEvent.WriterTaken { Epoch: > 1 } ? JobTimings.Default.AdoptionWindow : TimeSpan.Zero);
    }

    private void End(LedgerEvent.AttemptEnded it, IReadOnlyDictionary<int, ShardLedgerState> touched)
    {
        _running.Remove(it.Shard);
        if (it.Death?.InARow >= Suspicion.DeathsOfASuspect)
        {
            WantedSilo ??= new WaitingSpan(_now, _now, _writer);
        }

        if (touched.GetValueOrDefault(it.Shard).IsCommitted)
        {
            return;
        }

        var failures = it.End == AttemptEnd.Failed ? _failures[it.Shard] = _failures.GetValueOrDefault(it.Shard) + 1 : 0;
        Pend(it.Shard, _now + (failures > 0 ? RetryPolicy.Pause(_policy, failures) : it.End == AttemptEnd.Refused ? JobTimings.Default.RefusedPause : TimeSpan.Zero));
    }

    private void Reopen(IReadOnlyDictionary<int, ShardLedgerState> touched)
    {
        _isOver = false;
        _running.Clear();
        _failures.Clear();
        foreach (var (shard, _) in touched.Where(it => !it.Value.IsCommitted))
        {
            Pend(shard, _now);
        }
    }

    private void Pend(int shard, DateTimeOffset from)
    {
        Forget(shard);
        _pending[shard] = from;
        _byTime.Add((from, shard));
    }

    private void Forget(int shard)
    {
        if (_pending.Remove(shard, out var from))
        {
            _byTime.Remove((from, shard));
        }
    }

    private void Start(TimeSpan pause)
    {
        var hasRoom = !_isOver && WantedSilo is null && _running.Count < (_policy.MaxSlots ?? int.MaxValue);
        DateTimeOffset? ready = !hasRoom ? null : _next < _planned ? _now : _byTime.Count > 0 ? _byTime.Min.From : null;
        _pausedUntil = Max(_pausedUntil, _now + pause);
        _since = ready is { } from ? Max(Max(from, _now), _pausedUntil) : null;
    }

    // A span goes on where something was ready all the time, whatever it was.
    private void Stop(DateTimeOffset? until = null)
    {
        _now = until > _now ? until.Value : _now;
        if (_since is { } since && since < _now)
        {
            var isOn = _spans.Count > 0 && _spans[^1].Until == since && _spans[^1].Writer == _writer;
            if (isOn)
            {
                _spans[^1] = _spans[^1] with { Until = _now };
            }
            else
            {
                _spans.Add(new WaitingSpan(since, _now, _writer));
            }

            _since = _now;
        }
    }

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset two) => one > two ? one : two;

    private static DateTimeOffset? TimeOf(LedgerEvent happened) => happened switch
    {
        LedgerEvent.Accepted it => it.At,
        LedgerEvent.WriterTaken it => it.At,
        LedgerEvent.Granted it => it.At,
        LedgerEvent.Adopted it => it.At,
        LedgerEvent.AttemptEnded it => it.At,
        LedgerEvent.Quarantined it => it.At,
        LedgerEvent.Finished it => it.At,
        LedgerEvent.Reopened it => it.At,
        _ => null,
    };
}
