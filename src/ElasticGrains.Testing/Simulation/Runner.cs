using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Shards;
using ElasticGrains.Jobs;
using ElasticGrains.Shards;

namespace ElasticGrains.Testing.Simulation;

/// <summary>A kernel at work on a slot: some items per call, a safe point after each.</summary>
internal sealed class Runner : Actor
{
    // A cut-off prefix that is not settled yet may be followed by one more.
    private const int MostUnsettled = 2;

    private readonly ShardActivation _shard;
    private readonly JobTruth _truth;
    private readonly IWorkPartial _partial;
    private readonly long _run;
    private readonly long _speed;
    private long _taken;
    private long _position;
    private long _added;
    private long _uncut;
    private long _end;
    private List<CommitPiece> _finished = [];
    private int _unsettled;
    private bool _isCutAsked;
    private bool _isHalted;
    private bool _isOver;
    private long _saidUntil;

    public Runner(ShardActivation shard, long run, ShardGrant grant)
        : base(shard.World, shard.Silo)
    {
        (_shard, _run, Grant) = (shard, run, grant);
        _truth = World.Jobs[shard.Seat.Job].Truth;
        _speed = _truth.ItemCost * World.Random.Between(60, 141) / 100;
        _partial = _truth.Work.Begin(Silo!.Name);
        _position = _taken = _added = _uncut = grant.Range.Start;
        _end = grant.Range.End;
        Silo.Occupy(this);
        Begin();
    }

    public ShardGrant Grant { get; }

    /// <summary>True when the kernel does not come back.</summary>
    public bool IsHung { get; private set; }

    public void Cut() => _isCutAsked = true;

    /// <summary>The item behind the last that it has begun.</summary>
    public long Begun => _taken;

    public void Release() => _end = _isHalted || IsGone ? _end : _taken;

    public void TakeFinished()
    {
        if (!IsGone && _unsettled < MostUnsettled)
        {
            SayFinished(0);
        }
    }

    public void Settle() => _unsettled--;

    public void Halt()
    {
        _isHalted = true;
        if (_isOver)
        {
            Leave(free: true);
        }
    }

    public long? Shrink(bool toNext)
    {
        var at = _isHalted || IsGone ? null
            : toNext ? SplitPolicy.Next(Grant.Range.Start, _taken, _end, Grant.Run)
            : SplitPolicy.At(Grant.Range.Start, _taken, _end, _truth.ItemsPerCall, Grant.Run);
        _end = at is { } bound && World.Profile.Defect != WorldDefect.IgnoresShrink ? bound : _end;
        return World.Profile.Defect == WorldDefect.OffersTooMuch ? at - 1 : at;
    }

    public override void Receive(object message)
    {
        if (_isHalted)
        {
            Leave(World.Profile.Defect != WorldDefect.KeepsHaltedSlots);
            return;
        }

        for (; _position < _taken; _position++)
        {
            World.Computed++;
            World.Jobs[_shard.Seat.Job].Witness.Computed(Grant.Shard, Grant.Attempt, _position + 1);
            if (_position == _truth.Killing)
            {
                World.Kill(Silo!, _shard.Seat.Job);
                return;
            }

            if (_truth.FailureOf(_position) is { } failure)
            {
                World.Struck(_shard.Seat.Job);
                Fail(failure);
                return;
            }

            var isBorder = IsBorder(_position + 1);
            if ((isBorder || _position + 1 == _taken) && Compute(_position + 1) is { } thrown)
            {
                Fail(thrown);
                return;
            }

            if (isBorder)
            {
                Finish(_position + 1);
            }
        }

        Continue();
    }

    public override string ToString() => $"{_shard}.run{_run}";

    private Failure? Compute(long end)
    {
        var items = new ItemRange(_added, end);
        _added = end;
        return _partial.Extend(items);
    }

    private void Fail(Failure failure)
    {
        Finish();
        SayFinished(0);
        Say(new ShardEvent.RunFailed(_run, failure), 0);
    }

    private void Continue()
    {
        var isDone = _position == _end;
        var cost = 0L;
        var first = _finished.Count > 0 ? _finished[0].Range.Start : _uncut;
        if (first < _position && (isDone || _isCutAsked || (_position - first >= _truth.MostUncut && _unsettled < MostUnsettled)))
        {
            if (_uncut < _position && (isDone || _finished.Count == 0))
            {
                Finish(_position);
            }

            cost = World.Random.Millis(1, 5);
            _isCutAsked = false;
            SayFinished(cost);
        }
        else if (!isDone)
        {
            Say(new ShardEvent.Progressed(_run, _position), 0);
        }

        if (isDone)
        {
            Finish();
            Say(new ShardEvent.RunCompleted(_run), cost);
        }
        else
        {
            Begin(cost);
        }
    }

    private bool IsBorder(long item) =>
        Grant.Run is { } run && World.Profile.Defect != WorldDefect.JoinsShards && item < _truth.Items && EvenCut.Of(run.Items, run.Parts, EvenCut.PartAt(run.Items, run.Parts, item)).Start == item;

    private void Finish(long end)
    {
        _finished.Add(new CommitPiece(new ItemRange(_uncut, end), _partial.Cut()));
        _uncut = end;
    }

    private void SayFinished(long cost)
    {
        if (_finished.Count > 0)
        {
            Say(new ShardEvent.PrefixCut(_run, _finished, TimeSpan.FromTicks(cost)), cost);
            _finished = [];
            _unsettled++;
        }
    }

    private void Begin(long after = 0)
    {
        _taken = Math.Min(_end, _position + _truth.ItemsPerCall);
        for (var item = _position; item < _taken; item++)
        {
            if (_truth.Hangs(item))
            {
                World.Struck(_shard.Seat.Job);
                IsHung = true;
                return;
            }
        }

        World.Post(after + Cost(), this, Signal.Step);
    }

    private long Cost() => World.Profile.IsUneven ? _truth.CostOf(_position, _taken) * Silo!.SlowBy : _speed * (_taken - _position);

    // One that is alone stays until the job has recorded how it ended.
    private void Finish()
    {
        _isOver = Grant.Lease.IsAlone;
        if (!_isOver)
        {
            Leave(free: true);
        }
    }

    private void Leave(bool free)
    {
        IsGone = true;
        if (free)
        {
            Silo!.Free(Grant.Lease);
        }
    }

    // News of one run never overtakes other news of it.
    private void Say(ShardEvent news, long after)
    {
        _saidUntil = Math.Max(_saidUntil, World.Now + after);
        World.PostAt(_saidUntil, _shard, news);
    }
}
