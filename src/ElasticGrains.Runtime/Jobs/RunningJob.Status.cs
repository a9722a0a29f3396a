using ElasticGrains.Jobs;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>What a job says of itself.</summary>
internal sealed partial class RunningJob
{
    /// <summary>Why a shard cannot be moved or cut now; null when it can.</summary>
    public string? WhyNotMovable(int shard) => _machine.WhyNotMovable(shard);

    public JobStatus Status()
    {
        var state = _machine.State;
        var isCopied = _hasEnded && state.CopiedFrom is not null;
        return new JobStatus
        {
            Id = JobId,
            Phase = state.Phase.IsFinal() && !_hasEnded ? JobPhase.Finishing : state.Phase,
            Items = state.Items,
            Committed = isCopied ? state.Items : _durable.Items,
            Computed = isCopied ? state.Items : _machine.Computed,
            Shards = state.Shards,
            Running = _machine.Running,
            Done = state.Done,
            Quarantined = state.Quarantined.Count,
            LastNumber = _durable.Number,
            CommitInterval = _machine.CommitInterval,
            Parked = _machine.Parked ?? _reducer.Stalled,
            Preview = _reducer.Preview,
            PreviewLeftOut = _reducer.PreviewLeftOut,
            Outcome = _hasEnded ? _outcome ??= InlineAnswer.Named(state.Outcome) : null,
            LastFailure = state.LastFailure,
            CopiedFrom = isCopied ? state.CopiedFrom!.JobId : null,
            TakenOver = _stoodDown,
        };
    }
}
