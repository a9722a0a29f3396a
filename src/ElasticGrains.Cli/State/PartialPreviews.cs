using ElasticGrains.Cli.Faces;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.State;

/// <summary>Committed partials as watchers see them, decoded with the kernel when this program has it.</summary>
internal sealed class PartialPreviews
{
    private readonly OpenLedger _ledger;
    private readonly string _jobId;
    private readonly IKernelRun? _run;

    public PartialPreviews(OpenLedger ledger, JobSpec spec)
    {
        _ledger = ledger;
        _jobId = spec.Id;
        Face = KernelFaces.Find(spec.Kernel, spec.KernelVersion);
        _run = Face?.Kernel.Bind(spec.Input);
    }

    /// <summary>How the kernel's previews read; null when the kernel is not one of this program's.</summary>
    public IKernelFace? Face { get; }

    public async Task<PartialView> ViewAsync(CommittedPartial partial, CancellationToken cancellationToken)
    {
        var preview = _run is null
            ? null
            : _run.Preview(_run.Decode((await LedgerQuestions.ReadPayloadAsync(_ledger, _jobId, partial.Payload, cancellationToken)).Span));
        return new PartialView(partial.Number, partial.Shard, partial.Attempt, partial.Range, partial.Payload.Length, partial.At, preview);
    }
}
