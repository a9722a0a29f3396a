using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Shards;

/// <summary>How runs end.</summary>
public sealed partial class ShardMachine
{
    private void Stop(ShardRun run)
    {
        Halt(run);
        SweepIf(LeavesBlocks(run));
        run.Unanswered = null;
        run.Waiting.Clear();
        run.IsCaptured = true;
        End(run, AttemptEnd.Stopped, null);
    }

    private void RepeatEnd(ShardRun run, ShardEnded ended)
    {
        if (_now - run.EndedAt >= _timings.GiveUp)
        {
            Drop(run);
        }
        else if (_now - run.LastSent >= _timings.Resend)
        {
            run.LastSent = _now;
            _effects.Add(new ShardEffect.SendEnded(ended));
        }
    }

    private void Retire(ShardRun run)
    {
        run.IsComputing = false;
        _effects.Add(new ShardEffect.RetireSlot(run.Number, run.Grant.Lease));
        var failure = new Failure(
            FailureFault.Kernel,
            "unresponsive",
            $"Kernel '{run.Grant.Spec.Kernel}' spent more than {run.Grant.Spec.Policy.SafePointTimeout} on one call at item {run.Position} and does not return. Its slot is "
            + "retired: a thread cannot be killed inside a process. Mend the kernel, or raise SafePointTimeout if its items are that long.");
        End(run, AttemptEnd.Failed, failure);
    }

    /// <summary>Ends the run as soon as nothing is unanswered.</summary>
    private void End(ShardRun run, AttemptEnd how, Failure? failure)
    {
        run.Ending ??= (how, failure is null ? null : failure with { Silo = run.Grant.Lease.Silo });
        if (run.Ended is null && _rules.MayEnd(run.IsSettled) && !WaitsForCapture(run))
        {
            run.Ended = new ShardEnded(run.Grant.Shard, run.Attempt, run.Ending.Value.How, run.Ending.Value.Failure, run.Grant.Lease)
            {
                Input = run.Captured,
                Move = run.Ending.Value.How == AttemptEnd.Stopped ? run.Move : null,
                Begun = run.Begun,
            };
            run.EndedAt = run.LastSent = _now;
            _effects.Add(new ShardEffect.SendEnded(run.Ended));
        }
    }

    private void Halt(ShardRun run)
    {
        if (run.IsComputing || run.KeepsSlot)
        {
            run.IsComputing = run.KeepsSlot = run.AwaitsWord = false;
            _effects.Add(new ShardEffect.Halt(run.Number, run.Grant.Lease));
        }
    }

    private static void StopComputing(ShardRun run)
    {
        run.KeepsSlot = run.IsComputing && run.Grant.Lease.IsAlone;
        run.IsComputing = false;
    }

    /// <summary>Forgets a run without a word to the job: it has recorded the end, or another attempt has the shard.</summary>
    private void Drop(ShardRun run)
    {
        Halt(run);
        SweepIf(LeavesBlocks(run));
        // Its kernel may still write until it has heard the halt.
        _dropped = run;
        _run = null;
    }
}
