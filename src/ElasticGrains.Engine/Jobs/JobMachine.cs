using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Jobs;

/// <summary>
/// What a job decides: events in, effects out; no I/O, no clock, no chance. The returned effects are valid until the next call.
/// What the ledger must know is staged, and everything that depends on it waits until the ledger has confirmed it.
/// </summary>
public sealed partial class JobMachine
{
    private readonly JobRules _rules;
    private readonly JobTimings _timings;
    private readonly Outbox _outbox;
    private readonly Dictionary<int, LiveAttempt> _live = [];
    private DateTimeOffset _now;
    private DateTimeOffset _lastTick;
    private DateTimeOffset? _adoptUntil;
    private int _slots = 1;
    private TimeSpan _joinCost;
    private string? _slotRefused;
    private bool _answerAsked;
    private bool _isConcluding;
    private readonly long _writerEpoch;
    private string? _here;
    private bool _isTrying;
    private bool _isHandedOver;
    private bool _wasTrying;

    /// <summary>Creates the machine of a new writer.</summary>
    /// <param name="history">The job's events.</param>
    /// <param name="writerEpoch">The epoch under which this machine writes.</param>
    /// <param name="now">The time.</param>
    /// <param name="timings">The waits.</param>
    /// <param name="rules">The rules of exactly-once.</param>
    public JobMachine(JobHistory history, long writerEpoch, DateTimeOffset now, JobTimings? timings = null, JobRules? rules = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        _rules = rules ?? JobRules.Sound;
        _timings = timings ?? JobTimings.Default;
        _outbox = new Outbox(history.JobId, writerEpoch, _timings.AppendRetry, _rules);
        _now = _lastTick = now;
        _writerEpoch = writerEpoch;
        State = JobState.Of(history);
        _pending = new PendingShards(State);
        _suspects = new WaitingSuspects(State);
        _pace = new RunPace(_timings.RunAtLeast);
    }

    /// <summary>The job as of the events staged so far.</summary>
    public JobState State { get; }

    /// <summary>True once another writer has the job.</summary>
    public bool IsStoodDown { get; private set; }

    /// <summary>True while nothing but a slot can move the job, or its deadline: no attempt runs, none is to run again after a pause, and nothing is being written.</summary>
    public bool IsWaiting => _live.Count == 0 && !_pending.Pauses(_now) && _outbox.IsIdle && State.Phase == JobPhase.Running && !_answerAsked;

    /// <summary>Why nothing can be committed or computed at present; null when it can.</summary>
    public string? Parked => Halted ?? (_live.Count == 0 ? _slotRefused : null);

    // A slot may be there again at any time: it is waited for.
    private string? Halted => _outbox.Parked ?? Stalled;

    /// <summary>Handles one event.</summary>
    public IReadOnlyList<JobEffect> Handle(JobEvent happened, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(happened);
        _now = now;
        (_wasTrying, _isTrying) = (_isTrying, false);
        _outbox.Begin();
        _isLeaving |= happened is JobEvent.HandOverAsked;
        if (_isLeaving && !IsStoodDown)
        {
            Leave(happened);
        }
        else if (!IsStoodDown)
        {
            Dispatch(happened);
            if (!IsStoodDown)
            {
                AskForSilo();
                AskForMoves();
                AskForSlots();
                AskForRoom();
                if (!_isConcluding && !_isTrying && !IsPlanAlone(happened))
                {
                    _outbox.Flush(_now);
                }
            }
        }

        return _outbox.Effects;
    }

    private void Dispatch(JobEvent happened)
    {
        switch (happened)
        {
            case JobEvent.Activated activated:
                (_wantedSlots, _askedAt, _askPause) = (activated.Asked, _now, _timings.AskAgain);
                _slots = activated.Slots;
                _here = activated.Here;
                OnActivated(activated);
                break;
            case JobEvent.AnswerFound found:
                OnAnswerFound(found);
                break;
            case JobEvent.Tick:
                _isConcluding = false;
                OnTick();
                break;
            case JobEvent.Appended appended:
                OnAppended(appended);
                break;
            case JobEvent.AppendFailed failed:
                _outbox.Failed(failed.Version, failed.Reason, _now);
                break;
            case JobEvent.SlotOffered offered:
                if (_live.Count == 0)
                {
                    // While it waited it need not have ticked: that was no freeze.
                    _lastTick = _now;
                }

                OnSlotOffered(offered.Lease);
                break;
            case JobEvent.SlotRecalled recalled:
                OnSlotRecalled(recalled.Lease);
                break;
            case JobEvent.MoveAsked asked:
                OnMoveAsked(asked);
                break;
            case JobEvent.SplitAsked asked:
                OnSplitAsked(asked.Shard);
                break;
            case JobEvent.SlotRefused refused:
                _slotRefused = refused.Reason;
                break;
            case JobEvent.CommitOffered { Commit: var it } when IsFromSuccessor(it.Shard, it.Attempt):
                StandDownBefore(it.Shard, it.Attempt);
                break;
            case JobEvent.Reported { Report: var it } when IsFromSuccessor(it.Shard, it.Attempt):
                StandDownBefore(it.Shard, it.Attempt);
                break;
            case JobEvent.Ended { End: var it } when IsFromSuccessor(it.Shard, it.Attempt):
                StandDownBefore(it.Shard, it.Attempt);
                break;
            case JobEvent.CommitOffered offered:
                OnCommitOffered(offered.Commit);
                break;
            case JobEvent.Reported reported:
                OnReported(reported.Report);
                break;
            case JobEvent.Ended ended:
                OnEnded(ended.End);
                break;
            case JobEvent.SplitOffered offered:
                OnSplitOffered(offered.Offer);
                break;
            case JobEvent.SiloLost lost:
                // The resource manager may have been there, with what this job asked it.
                _askPause = default;
                OnSiloLost(new SiloLoss(lost.Silo, lost.HasLeft) { SaidSo = lost.SaidSo, Remains = lost.Remains });
                break;
            case JobEvent.CancelRequested cancel:
                Finish(JobPhase.Cancelled, default, null, new Failure(FailureFault.Grid, "cancelled", cancel.Reason));
                break;
            case JobEvent.Joined joined:
                _joinCost = joined.Cost;
                break;
            case JobEvent.AnswerReady ready:
                Finish(JobPhase.Succeeded, ready.Result, ready.ResultHash, failure: null, ready.Block);
                break;
            case JobEvent.AnswerFailed failed:
                Finish(JobPhase.Failed, default, null, failed.Failure);
                break;
            default:
                throw new InvalidOperationException($"Event {happened} has no handler.");
        }
    }

    /// <summary>A fresh plan travels with the first grant where that is next: it saves a flush.</summary>
    private bool IsPlanAlone(JobEvent happened) => happened is JobEvent.Activated { HasSlot: true } && State.Phase == JobPhase.Running && _live.Count == 0;

    private void OnActivated(JobEvent.Activated activated)
    {
        if (State.Phase.IsFinal())
        {
            _outbox.Now(new JobEffect.Complete());
            return;
        }

        if (State.Phase == JobPhase.Accepted)
        {
            Stage(new LedgerEvent.Planned(Planner.Shards(State.Spec.Policy, State.Items, activated.Slots)));
        }

        Recover(activated);
        MakeAnswerWhenCovered();
    }

    private void OnTick()
    {
        if (State.Phase.IsFinal())
        {
            _outbox.RetryIfDue(_now);
            return;
        }

        if (_now - _lastTick > _timings.OwnFreeze)
        {
            ForgiveSilence(_now - _lastTick);
        }

        _lastTick = _now;
        _outbox.RetryIfDue(_now);
        EndAdoption();
        LoseWhere(live => !live.IsUnclaimed && _now - live.Heard > _timings.LostAfter, "it was not heard of any more", LedgerReasons.Silent);
        ForgetSilent();
        GiveUpSplit();
        RepeatUnheard();
        RepeatMoves();
        MeetDeadline();
    }

    private void MeetDeadline()
    {
        if (State.Spec.Policy.Deadline is { } deadline && _now - State.OpenedAt >= deadline)
        {
            Finish(JobPhase.Failed, default, null, new Failure(
                FailureFault.Grid, "deadline", $"The deadline of {deadline} has passed; {State.Committed} of {State.Items} items are committed."));
        }
    }

    private void OnAppended(JobEvent.Appended appended)
    {
        if (!_outbox.Confirms(appended.Version))
        {
            return;
        }

        switch (appended.Outcome.Status)
        {
            case AppendStatus.Applied or AppendStatus.Duplicate:
                _outbox.Confirmed();
                break;
            case AppendStatus.Fenced:
                StandDown(appended.Outcome.Reason ?? $"writer epoch {appended.Outcome.WriterEpoch} has the job");
                break;
            default:
                _outbox.Now(new JobEffect.Violation($"The ledger rejected an append: {appended.Outcome.Reason}"));
                StandDown($"the ledger rejected an append: {appended.Outcome.Reason}");
                break;
        }
    }

    private void Stage(LedgerEvent happened)
    {
        State.Apply(happened);
        _outbox.Stage(happened);
    }
}
