using ElasticGrains.Cli.Faces;
using ElasticGrains.Cli.Output;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Inputs;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.State;

/// <summary>All that a ledger says of one job.</summary>
internal sealed record DescribedJob
{
    public required JobHistory History { get; init; }

    /// <summary>The fold of the history.</summary>
    public required JobState Job { get; init; }

    public required IReadOnlyList<JobStage> Stages { get; init; }

    /// <summary>The bytes of the committed partials.</summary>
    public required long CommittedBytes { get; init; }

    /// <summary>The files of its input; null when it has none.</summary>
    public required FileManifest? Files { get; init; }

    /// <summary>What was given up since the job was opened last, with what is kept of its input.</summary>
    public IEnumerable<LedgerEvent.Quarantined> GivenUp =>
        History.Events.Reverse().TakeWhile(happened => happened is not LedgerEvent.Reopened).OfType<LedgerEvent.Quarantined>().Reverse();

    /// <summary>The commands that run its failed shards again.</summary>
    public required IReadOnlyList<string> Replays { get; init; }

    /// <summary>Why its end was asked for; null when it was not.</summary>
    public required string? CancelRequest { get; init; }

    /// <summary>Where the ledger is.</summary>
    public required string Place { get; init; }

    public static async Task<DescribedJob> ReadAsync(OpenLedger ledger, StatePlaces places, string jobId, CancellationToken cancellationToken)
    {
        var history = await LedgerQuestions.ReadHistoryAsync(ledger, jobId, cancellationToken);
        var job = JobState.Of(history);
        var first = await ledger.Ledger.ReadPartialsAsync(jobId, from: 1, max: 1, cancellationToken);

        // Of a kernel that is not here nobody knows whether its partials are joined.
        var isReduced = KernelFaces.Find(job.Spec.Kernel, job.Spec.KernelVersion) is { Kernel.Output: not KernelOutput.Items };
        return new DescribedJob
        {
            History = history,
            Job = job,
            Stages = JobStages.Of(history, job, first.Count == 0 ? null : first[0].At, isReduced),
            CommittedBytes = await ledger.Reader.CommittedBytesAsync(jobId, cancellationToken),
            Files = ManifestJson.Find(job.Spec.Input),
            Replays = ReplayCommands.Of(job, places),
            CancelRequest = await ledger.Ledger.ReadCancelRequestAsync(jobId, cancellationToken),
            Place = ledger.Place,
        };
    }
}
