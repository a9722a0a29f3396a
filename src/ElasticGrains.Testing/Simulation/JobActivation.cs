using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Engine.Shards;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Testing.Simulation;

/// <summary>An activation of a job's grain: takes the writer epoch, replays the ledger, then feeds the machine and carries out its effects.</summary>
internal sealed class JobActivation : Actor
{
    private readonly JobSeat _seat;
    private readonly SimulatedJob _job;
    private readonly List<object> _held = [];
    private readonly List<CommittedPartial> _partials = [];
    private JobMachine? _machine;
    private JobHistory? _readFirst;
    private long _writerEpoch;
    private bool _isComplete;
    private readonly bool _isHandedOver;
    private ShardActivation? _inner;

    public JobActivation(JobSeat seat, Silo silo)
        : base(seat.World, silo)
    {
        _seat = seat;
        _job = World.Jobs[seat.Job];
        _isHandedOver = seat.TakeHandOver();
        silo.Jobs.Add(this);
        World.Ledger.Send(this, World.Profile.Defect == WorldDefect.ReadsHistoryFirst ? LedgerCall.ReadHistory : LedgerCall.TakeWriter);
    }

    public int Job => _seat.Job;

    public override void Receive(object message)
    {
        switch (message)
        {
            case LedgerAnswer answer:
                World.Note(this, answer, isEffect: false);
                OnAnswer(answer);
                break;
            case Signal:
                Tick();
                break;
            case JobEvent happened when _machine is null:
                _held.Add(happened);
                break;
            case JobEvent happened:
                Handle(happened);
                break;
        }
    }

    public override string ToString() => $"{_seat}@{Silo}#{_writerEpoch}";

    private void OnAnswer(LedgerAnswer answer)
    {
        switch (answer)
        {
            case LedgerAnswer.Unavailable:
                IsGone = true;
                break;
            case LedgerAnswer.WriterTaken taken when _readFirst is { } history:
                _writerEpoch = taken.Epoch;
                Begin(history);
                break;
            case LedgerAnswer.WriterTaken taken:
                _writerEpoch = taken.Epoch;
                World.Ledger.Send(this, LedgerCall.ReadHistory);
                break;
            case LedgerAnswer.History read:
                if (World.Profile.Defect != WorldDefect.ForgetsPartials)
                {
                    _partials.AddRange(read.Partials);
                }

                if (_writerEpoch > 0)
                {
                    Begin(read.Events);
                }
                else
                {
                    _readFirst = read.Events;
                    World.Ledger.Send(this, LedgerCall.TakeWriter);
                }

                break;
        }
    }

    private void Begin(JobHistory history)
    {
        _machine = new JobMachine(history, _writerEpoch, Silo!.Clock, World.JobTimings, World.JobRules);
        Handle(new JobEvent.Activated(World.Slots) { Here = Silo!.Name, Gone = [.. World.Gone], IsHandedOver = _isHandedOver });
        if (World.Model.ReadCancelRequest(_job.Id) is { } reason && IsAlive)
        {
            Handle(new JobEvent.CancelRequested(reason));
        }

        foreach (var held in _held)
        {
            World.Post(0, this, held);
        }

        World.Post(World.TickInterval, this, Signal.Tick);
    }

    private void Tick()
    {
        Handle(World.JobTick);
        if (!_isComplete)
        {
            World.Post(World.TickInterval, this, Signal.Tick);
        }
    }

    private void Handle(JobEvent happened)
    {
        World.Note(this, happened, isEffect: false);
        var effects = _machine!.Handle(happened, Silo!.Clock);
        for (var i = 0; i < effects.Count && IsAlive; i++)
        {
            World.Note(this, effects[i], isEffect: true);
            if (_job.Witness.Check(effects[i], _writerEpoch) is { } problem)
            {
                World.Fail(problem);
            }

            Execute(effects[i]);
            World.Weather.AfterEffect(Silo);
        }
    }

    private void Execute(JobEffect effect)
    {
        switch (effect)
        {
            case JobEffect.Append it:
                World.Ledger.Send(this, new LedgerCall.Append(it.Batch));
                break;
            case JobEffect.RequestSlots it:
                World.Send(Silo, World.Manager, new ResourceManagerEvent.Requested(_job.Id, it.Wanted, Priority: it.Priority));
                break;
            case JobEffect.RequestSilo it:
                World.Send(Silo, World.Manager, new ResourceManagerEvent.SiloRequested(_job.Id, it.Wanted));
                break;
            case JobEffect.RequestSlotOn it:
                World.Send(Silo, World.Manager, new ResourceManagerEvent.SlotOnRequested(_job.Id, it.Silo, it.Wanted));
                break;
            case JobEffect.ReturnSlot it:
                World.Send(Silo, World.Manager, new ResourceManagerEvent.Returned(it.Lease));
                break;
            case JobEffect.StartShard it:
                Start(it);
                break;
            case JobEffect.StopShard it:
                Say(it.Shard, it.Attempt, new ShardEvent.StopAsked(it.Attempt, it.Reason));
                break;
            case JobEffect.AskSplit it:
                Say(it.Shard, it.Attempt, new ShardEvent.SplitAsked(it.Attempt));
                break;
            case JobEffect.AskYield it:
                Say(it.Shard, it.Attempt, new ShardEvent.YieldAsked(it.Attempt));
                break;
            case JobEffect.AskRelease it:
                Say(it.Shard, it.Attempt, new ShardEvent.ReleaseAsked(it.Attempt, it.Cause));
                break;
            case JobEffect.AnswerCommit it:
                World.Cases.See(it.Answer.Status);
                Say(it.Answer.Shard, it.Answer.Attempt, new ShardEvent.CommitAnswered(it.Answer));
                break;
            case JobEffect.AnswerReport it:
                World.Cases.See(it.Answer.Status);
                Say(it.Answer.Shard, it.Answer.Attempt, new ShardEvent.ReportAnswered(it.Answer));
                break;
            case JobEffect.AnswerEnded it:
                Say(it.Shard, it.Attempt, new ShardEvent.EndAnswered(it.Attempt));
                break;
            case JobEffect.Reduce it:
                Join(it.Commits);
                _job.Reader.Hint();
                break;
            case JobEffect.Conclude it:
                Join(it.Commits);
                World.Post(World.Random.Millis(1, 150), this, MakeAnswer());
                break;
            case JobEffect.MakeAnswer:
                World.Post(World.Random.Millis(1, 50), this, MakeAnswer());
                break;
            case JobEffect.Complete:
                _isComplete = true;
                break;
            case JobEffect.HandOver:
                _inner?.Close();
                IsGone = true;
                _seat.HandOver();
                break;
            case JobEffect.StandDown:
                _inner?.Close();
                IsGone = true;
                break;
        }
    }

    private void Start(JobEffect.StartShard start)
    {
        var seat = _job.Shard(start.Grant.Shard);
        if (_inner?.Seat == seat)
        {
            _inner.Close();
            _inner = null;
        }

        World.Cases.See(start.IsInPlace ? ShardPlace.Job : ShardPlace.Grain);
        if (start.IsInPlace)
        {
            _inner = new ShardActivation(seat, Silo!, this);
            World.Post(0, _inner, new ShardEvent.Granted(start.Grant));
        }
        else
        {
            World.Send(Silo, seat, new ShardEvent.Granted(start.Grant));
        }
    }

    /// <summary>To the shard in this activation nothing gets lost or late.</summary>
    private void Say(int shard, long attempt, ShardEvent said)
    {
        var seat = _job.Shard(shard);
        if (_inner is { IsAlive: true } inner && inner.Seat == seat && inner.Runs(attempt))
        {
            World.Post(0, inner, said);
        }
        else
        {
            World.Send(Silo, seat, said);
        }
    }

    private void Join(IEnumerable<LedgerEvent.Committed> commits) =>
        _partials.AddRange(commits.Select(it => new CommittedPartial(it.Number, it.Shard, it.Attempt, it.Range, it.Payload, it.At)));

    private JobEvent MakeAnswer()
    {
        if (_job.Truth.HasNoAnswer)
        {
            return new JobEvent.AnswerFailed(new Failure(FailureFault.Kernel, "answer", "The answer cannot be made."));
        }

        var joined = 0L;
        _partials.Sort((one, other) => one.Range.Start.CompareTo(other.Range.Start));
        foreach (var partial in _partials)
        {
            if (partial.Range.Start != joined)
            {
                World.Fail($"The answer is made of partials that do not join: {partial.Range} after {joined} items.");
            }

            joined = partial.Range.End;
        }

        return _job.Truth.Work.Answer(Silo!.Name, _partials);
    }
}
