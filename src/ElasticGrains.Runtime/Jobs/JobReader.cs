using ElasticGrains.Blocks;
using ElasticGrains.Compute;
using ElasticGrains.Engine.History;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;
using ElasticGrains.Transfer;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>What can be said of one job from its ledger alone, live or long finished. User code runs on the kernel thread.</summary>
internal sealed class JobReader(IJobLedger ledger, ISiloBlocks blocks, KernelRegistry kernels, IKernelThread thread, TimeProvider time)
{
    private const int MostPartials = 1000;

    // Read from the ledger together: at 256 KiB each, 16 MiB.
    private const int AtOnce = 64;

    // Items are numbered from 0.
    private const long Answer = -1;

    private readonly ItemsInParts _items = new(time);

    // Bound once: an input need not be parsed for every page or item.
    private IKernelRun? _kernel;

    public async Task<JobStatus?> StatusAsync(string jobId)
    {
        if (await ledger.ReadCondensedHistoryAsync(jobId) is not { } history)
        {
            return null;
        }

        var state = JobState.Of(history);
        return new JobStatus
        {
            Id = jobId,
            Phase = state.Phase,
            Items = state.Items,
            Committed = state.Settled,
            Computed = state.Settled,
            Shards = state.Shards,
            Done = state.Done,
            Quarantined = state.Quarantined.Count,
            LastNumber = state.LastNumber,
            CommitInterval = state.Spec.Policy.CommitInterval,
            Outcome = InlineAnswer.Named(state.Outcome),
            LastFailure = state.LastFailure,
            CopiedFrom = state.CopiedFrom?.JobId,
        };
    }

    /// <summary>Why the job stands where it stands; null when there is no such job.</summary>
    public async Task<JobWhy?> ExplainAsync(string jobId) =>
        await ledger.ReadCondensedHistoryAsync(jobId) is { } history ? LedgerWhy.Of(history, await ledger.ReadCancelRequestAsync(jobId)) : null;

    /// <summary>Another job has the id now.</summary>
    public void Forget() => _kernel = null;

    /// <summary>As many as were asked for, or as fit into a message.</summary>
    public async Task<IReadOnlyList<PartialView>> PartialsAsync(string jobId, long from, int max)
    {
        var views = new List<PartialView>();
        var most = Math.Clamp(max, 1, MostPartials);
        var bytes = 0;
        for (var next = Math.Max(1, from); views.Count < most;)
        {
            var partials = await ledger.ReadPartialsAsync(jobId, next, Math.Min(AtOnce, most - views.Count));
            var kernel = partials.Count == 0 ? null : await FindKernelAsync(jobId);
            foreach (var it in partials)
            {
                var preview = await PreviewAsync(kernel, jobId, it.Payload);
                var isShown = preview.Length <= PartialPayload.MaxInline;
                views.Add(new PartialView(it.Number, it.Shard, it.Attempt, it.Range, it.Payload.Length, it.At, isShown ? preview : default)
                {
                    PreviewLeftOut = isShown ? 0 : preview.Length,
                });
                bytes += isShown ? preview.Length : 0;
                if (bytes >= BytePart.Most)
                {
                    return views;
                }
            }

            if (partials.Count < AtOnce)
            {
                break;
            }

            next = partials[^1].Number + 1;
        }

        return views;
    }

    /// <summary>A part of the result of one item.</summary>
    public async Task<BytePart?> ItemAsync(string jobId, long item, long offset)
    {
        if (_items.Take(item, offset) is { } known)
        {
            return known;
        }

        if (await ledger.FindPartialAsync(jobId, item) is not { } partial)
        {
            return null;
        }

        var kernel = await KernelAsync(jobId);
        using var held = await HoldAsync(jobId, partial.Payload);
        var bytes = held?.Bytes ?? partial.Payload.Inline;
        return _items.Put(item, offset, await thread.RunAsync(() => kernel.ReadItem(bytes.Span, item - partial.Range.Start)));
    }

    /// <summary>A part of a block, or of an answer that stands in an event.</summary>
    public async Task<BytePart> BlockAsync(string jobId, BlockHandle block, long offset)
    {
        if (InlineAnswer.Is(block))
        {
            return _items.Take(Answer, offset)
                ?? _items.Put(Answer, offset, InlineAnswer.Of(await ledger.ReadCondensedHistoryAsync(jobId), jobId, block));
        }

        var start = Math.Clamp(offset, 0, block.Length);
        var count = (int)Math.Min(BytePart.Most, block.Length - start);
        return new BytePart(start, block.Length, block.Checksum, await blocks.ReadAsync(jobId, block, start, count));
    }

    private async Task<IKernelRun> KernelAsync(string jobId)
    {
        if (_kernel is null)
        {
            var job = await ledger.FindAsync(jobId) ?? throw new KeyNotFoundException($"There is no job '{jobId}'.");
            _kernel = kernels.Get(job.Spec.Kernel, job.Spec.KernelVersion).Bind(job.Spec.Input);
        }

        return _kernel;
    }

    /// <summary>Null when this grid does not have the kernel.</summary>
    private async Task<IKernelRun?> FindKernelAsync(string jobId)
    {
        try
        {
            return await KernelAsync(jobId);
        }
        catch (KernelInputException)
        {
            return null;
        }
    }

    private async Task<ReadOnlyMemory<byte>> PreviewAsync(IKernelRun? kernel, string jobId, PartialPayload payload)
    {
        if (kernel is not { Kernel.Output: KernelOutput.Answer })
        {
            return default;
        }

        using var held = await HoldAsync(jobId, payload);
        var bytes = held?.Bytes ?? payload.Inline;
        try
        {
            return await thread.RunAsync(() => kernel.Preview(kernel.Decode(bytes.Span)));
        }
#pragma warning disable CA1031 // A preview is decoration; the kernel's defect comes out with the answer.
        catch (Exception)
#pragma warning restore CA1031
        {
            return default;
        }
    }

    /// <summary>The bytes of a partial that is a block; null for one that is in the payload.</summary>
    private async Task<IHeldBytes?> HoldAsync(string jobId, PartialPayload payload) => payload.Block is { } block ? await blocks.GetAsync(jobId, block) : null;
}
