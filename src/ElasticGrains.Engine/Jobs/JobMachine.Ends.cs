using ElasticGrains.Blocks;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Jobs;

/// <summary>How a job comes to its end.</summary>
public sealed partial class JobMachine
{
    /// <summary>The job ends before it was planned. Another writer has planned it, or will: then there is nothing to end.</summary>
    private void OnAnswerFound(JobEvent.AnswerFound found)
    {
        if (State.Phase != JobPhase.Accepted || _writerEpoch != 1)
        {
            return;
        }

        var outcome = new JobOutcome { Phase = JobPhase.Succeeded, Result = found.Result, ResultBlock = found.Block };
        Stage(new LedgerEvent.Finished(outcome, found.ResultHash, _now) { CopiedFrom = found.Source });
        _outbox.AfterStaged(new JobEffect.Complete());
    }

    private void MakeAnswerWhenCovered()
    {
        if (State.Phase == JobPhase.Finishing && !_answerAsked)
        {
            _answerAsked = true;
            _outbox.AfterStaged(new JobEffect.MakeAnswer());
        }
        else if (State.Phase == JobPhase.Running && State.Quarantined.Count > 0 && _pending.IsEmpty && _suspects.IsEmpty && _live.Count == 0)
        {
            Finish(JobPhase.Failed, default, null, _rules.FailureOf(State));
        }
    }

    private void Finish(JobPhase phase, ReadOnlyMemory<byte> result, string? resultHash, Failure? failure, BlockHandle? block = null)
    {
        if (State.Phase.IsFinal() || State.Phase == JobPhase.Accepted)
        {
            return;
        }

        _isConcluding = false;
        ReturnSpareSlot();
        var outcome = new JobOutcome { Phase = phase, Result = result, Failure = failure, Quarantined = [.. State.Quarantined], ResultBlock = block };
        Stage(new LedgerEvent.Finished(outcome, resultHash, _now));
        foreach (var (shard, _) in phase == JobPhase.Succeeded ? [] : _live)
        {
            _outbox.AfterStaged(new JobEffect.StopShard(shard, State.Shard(shard).Attempt, "the job has ended"));
        }

        _live.Clear();
        _candidates.Clear();
        _wantRoom.Clear();
        _stalled.Clear();
        _outbox.AfterStaged(new JobEffect.Complete());
    }
}
