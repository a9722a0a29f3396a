using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Jobs;

/// <summary>
/// Orders what a job does around its ledger: one append is under way at a time, what is staged meanwhile forms the next one, and an
/// append of unknown fate is sent again byte-identical.
/// </summary>
internal sealed class Outbox(string jobId, long writerEpoch, TimeSpan retryAfter, JobRules rules)
{
    private readonly List<JobEffect> _effects = [];
    private List<LedgerEvent> _staged = [];
    private List<JobEffect> _whenStagedDurable = [];
    private List<JobEffect> _whenSentDurable = [];
    private JobAppend? _sent;
    private long _version;
    private DateTimeOffset? _retryAt;

    /// <summary>What is to be done now.</summary>
    public IReadOnlyList<JobEffect> Effects => _effects;

    /// <summary>Why appends do not go through at present.</summary>
    public string? Parked { get; private set; }

    /// <summary>True when everything staged is durable.</summary>
    public bool IsIdle => _sent is null && _staged.Count == 0;

    /// <summary>Forgets the effects of the previous event.</summary>
    public void Begin() => _effects.Clear();

    /// <summary>Does it now, whatever is under way.</summary>
    public void Now(JobEffect effect) => _effects.Add(effect);

    /// <summary>Does it once everything staged so far is durable: at once when that is the case.</summary>
    public void AfterStaged(JobEffect effect) => WhenToDo(effect).Add(effect);

    /// <summary>Records an event in the next append.</summary>
    public void Stage(LedgerEvent happened) => _staged.Add(happened);

    /// <summary>Sends what is staged, unless an append is under way.</summary>
    public void Flush(DateTimeOffset now)
    {
        if (_sent is null && _staged.Count > 0)
        {
            _sent = new JobAppend(jobId, writerEpoch, ++_version, _staged);
            (_whenSentDurable, _whenStagedDurable) = (_whenStagedDurable, []);
            _staged = [];
            Now(new JobEffect.Append(_sent));
        }
    }

    /// <summary>True when the answer belongs to the append under way.</summary>
    public bool Confirms(long version) => _sent?.Version == version;

    /// <summary>The append under way is durable.</summary>
    public void Confirmed()
    {
        _sent = null;
        _retryAt = null;
        Parked = null;
        _effects.AddRange(_whenSentDurable);
        _whenSentDurable = [];
    }

    /// <summary>The fate of the append under way is unknown.</summary>
    public void Failed(long version, string reason, DateTimeOffset now)
    {
        if (Confirms(version))
        {
            Parked = reason;
            _retryAt = now + retryAfter;
        }
    }

    /// <summary>Sends the append of unknown fate again when its time has come.</summary>
    public void RetryIfDue(DateTimeOffset now)
    {
        if (_retryAt <= now && _sent is not null)
        {
            _retryAt = null;
            Now(new JobEffect.Append(_sent));
        }
    }

    private List<JobEffect> WhenToDo(JobEffect effect) =>
        !rules.WaitsForLedger(effect) ? _effects
        : _staged.Count > 0 ? _whenStagedDurable
        : _sent is not null ? _whenSentDurable
        : _effects;
}
