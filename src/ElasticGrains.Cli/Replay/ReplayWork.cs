using ElasticGrains.Cli.State;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Inputs;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Kernels.Inputs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Replay;

/// <summary>A shard as its ledger has it, to be run once more.</summary>
/// <param name="Spec">The job's kernel and input.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Range">Its items, committed or not.</param>
/// <param name="Commits">What is committed of them, in order, from their beginning.</param>
/// <param name="Files">The job's files when its items are their bytes; null otherwise.</param>
internal sealed record ReplayWork(JobSpec Spec, int Shard, ShardPhase Phase, ItemRange Range, IReadOnlyList<CommittedPartial> Commits, FileManifest? Files)
{
    /// <summary>What was kept of its input when it was given up, or why nothing was; null when it was not given up, or has no files.</summary>
    public CapturedInput? Captured { get; init; }

    /// <exception cref="EgException">There is no such job or shard.</exception>
    public static async Task<ReplayWork> ReadAsync(OpenLedger ledger, string jobId, int number, CancellationToken cancellationToken)
    {
        var history = await LedgerQuestions.ReadHistoryAsync(ledger, jobId, cancellationToken);
        var job = JobState.Of(history);
        if (job.Find(number) is not { } shard)
        {
            throw LedgerQuestions.NoSuchShard(jobId, job.Shards, number);
        }

        var range = job.RangeOf(shard, number);
        var commits = await CommitsAsync(ledger.Ledger, jobId, range, cancellationToken);
        var manifest = ManifestJson.Find(job.Spec.Input);

        // Of a run some shards may be done while others are computed.
        var phase = range.End <= shard.CommittedEnd ? ShardPhase.Done : shard.Phase;
        return new ReplayWork(job.Spec, number, phase, range, commits, manifest?.Length == job.Items ? manifest : null)
        {
            Captured = CapturedInputs.Of(history.Events, range),
        };
    }

    /// <summary>The part of it that a range is: what is committed of that, as far as it is without a gap from its beginning.</summary>
    public ReplayWork Within(ItemRange range)
    {
        var commits = new List<CommittedPartial>();
        foreach (var commit in Commits.Where(commit => range.Covers(commit.Range)))
        {
            if (commit.Range.Start == (commits.Count == 0 ? range.Start : commits[^1].Range.End))
            {
                commits.Add(commit);
            }
        }

        return this with { Range = range, Commits = commits };
    }

    /// <summary>What was submitted is what is replayed: a file that is another one is told before anything is computed.</summary>
    /// <exception cref="KernelInputException">One is missing or another one.</exception>
    /// <exception cref="InputUnavailableException">One cannot be read now.</exception>
    public void VerifyFiles()
    {
        if (Files is not null)
        {
            ManifestCheck.Verify(Files.PartsOf(Range).Select(part => Files.Files[part.File]));
        }
        else if (Captured?.Block is not null && ManifestJson.Find(Spec.Input) is { } all)
        {
            ManifestCheck.Verify(all.Files);
        }
    }

    private static async Task<List<CommittedPartial>> CommitsAsync(IJobLedger ledger, string jobId, ItemRange range, CancellationToken cancellationToken)
    {
        var commits = new List<CommittedPartial>();
        for (var at = range.Start; at < range.End && await ledger.FindPartialAsync(jobId, at, cancellationToken) is { } commit; at = commit.Range.End)
        {
            commits.Add(commit);
        }

        return commits;
    }
}
