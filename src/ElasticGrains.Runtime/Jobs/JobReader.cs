using ElasticGrains.Blocks;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>What can be said of a job from its ledger alone, live or long finished.</summary>
internal sealed class JobReader(IJobLedger ledger, IBlockStore blocks, KernelRegistry kernels)
{
    private const int MostPartials = 1000;

    public async Task<JobStatus?> StatusAsync(string jobId)
    {
        if (await ledger.ReadHistoryAsync(jobId) is not { } history)
        {
            return null;
        }

        var state = new JobState();
        foreach (var happened in history.Events)
        {
            state.Apply(happened);
        }

        return new JobStatus
        {
            Id = jobId,
            Phase = state.Phase,
            Items = state.Items,
            Committed = state.Committed,
            Computed = state.Committed,
            Shards = state.Shards,
            Done = state.Done,
            Quarantined = state.Quarantined.Count,
            LastNumber = state.LastNumber,
            CommitInterval = state.Spec.Policy.CommitInterval,
            Outcome = state.Outcome,
            LastFailure = state.LastFailure,
        };
    }

    public async Task<IReadOnlyList<PartialView>> PartialsAsync(string jobId, long from, int max)
    {
        var partials = await ledger.ReadPartialsAsync(jobId, Math.Max(1, from), Math.Clamp(max, 1, MostPartials));
        return [.. partials.Select(partial => new PartialView(
            partial.Number, partial.Shard, partial.Attempt, partial.Range, partial.Payload.Length, partial.At, ReadOnlyMemory<byte>.Empty))];
    }

    public async Task<byte[]?> ItemAsync(string jobId, long item)
    {
        if (await ledger.FindPartialAsync(jobId, item) is not { } partial
            || await ledger.ReadHistoryAsync(jobId) is not { Events: [LedgerEvent.Accepted accepted, ..] })
        {
            return null;
        }

        var bytes = partial.Payload.Block is { } block ? await blocks.GetAsync(jobId, block) : partial.Payload.Inline;
        var kernel = kernels.Get(accepted.Spec.Kernel, accepted.Spec.KernelVersion).Bind(accepted.Spec.Input);
        return kernel.ReadItem(bytes.Span, item - partial.Range.Start);
    }
}
