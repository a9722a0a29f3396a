using ElasticGrains.Engine.Shards;
using ElasticGrains.Inputs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Jobs;

/// <summary>Ranges that are given up, and what is kept of their input.</summary>
public sealed partial class JobMachine
{
    private void GiveUp(ShardState shard, Failure failure, CapturedInput? input = null)
    {
        Stage(new LedgerEvent.Quarantined(shard.Number, shard.Rest, failure, _now) { Input = Kept(input) });
        foreach (var cleared in _suspects.TakeCleared())
        {
            _pending.Add(cleared);
        }

        var policy = State.Spec.Policy;
        if (policy.OnQuarantine == FailurePolicy.FailFast || State.Quarantined.Count > policy.ToleratedRanges || failure.Fault == FailureFault.Input)
        {
            Finish(JobPhase.Failed, default, null, failure);
        }
    }

    /// <summary>Several shards may have captured at once what there was room for but once.</summary>
    private CapturedInput? Kept(CapturedInput? input) => input?.Block is { } block && !State.Inputs.Fits(block)
        ? input with { Block = null, Reason = $"Ranges given up at the same time took what the job may keep, {CapturePlan.MostOfJob >> 20} MiB." }
        : input;
}
