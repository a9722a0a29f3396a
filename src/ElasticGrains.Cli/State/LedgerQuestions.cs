using ElasticGrains.Blocks;
using ElasticGrains.Cli.Faces;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Running;
using ElasticGrains.Engine.History;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.State;

/// <summary>What the commands ask a ledger, with errors in the user's words.</summary>
internal static class LedgerQuestions
{
    // Soon enough for a person, and nothing for a ledger.
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    public static async Task<JobHistory> ReadHistoryAsync(OpenLedger ledger, string jobId, CancellationToken cancellationToken) =>
        await ledger.Ledger.ReadCondensedHistoryAsync(jobId, cancellationToken)
        ?? throw NoSuchJob(ledger, jobId);

    public static async Task<JobHead> FindAsync(OpenLedger ledger, string jobId, CancellationToken cancellationToken) =>
        await ledger.Ledger.FindAsync(jobId, cancellationToken) ?? throw NoSuchJob(ledger, jobId);

    /// <summary>What the ledger has of one shard.</summary>
    /// <exception cref="EgException">There is no such job or shard.</exception>
    public static async Task<ShardRecord> ReadShardAsync(OpenLedger ledger, string jobId, int shard, CancellationToken cancellationToken)
    {
        var record = await ledger.Reader.ReadShardAsync(jobId, shard, cancellationToken) ?? throw NoSuchJob(ledger, jobId);
        return record.Exists ? record : throw NoSuchShard(jobId, record.Shards, shard);
    }

    public static EgException NoSuchShard(string jobId, int shards, int shard) => EgException.Usage(shards == 0
        ? $"job {jobId} has no shards."
        : $"job {jobId} has {Figures.Count(shards, "shard")}, numbered from 0; {shard} is not one of them.");

    public static async Task<JobReceipt> ReadReceiptAsync(OpenLedger ledger, string jobId, CancellationToken cancellationToken) =>
        ReceiptBuilder.Build(await ReadHistoryAsync(ledger, jobId, cancellationToken));

    public static async Task<EndedJob> ReadEndedAsync(StatePlaces places, string directory, string jobId, CancellationToken cancellationToken)
    {
        await using var ledger = LedgerFiles.Open(directory);
        return await ReadEndedAsync(ledger, places, jobId, cancellationToken);
    }

    /// <summary>Waits until the job has ended, for as long as the ledger answers or comes back.</summary>
    public static async Task WaitForEndAsync(OpenLedger ledger, string jobId, CancellationToken cancellationToken)
    {
        while (!(await FindAsync(ledger, jobId, cancellationToken)).Entry.Phase.IsFinal())
        {
            await Task.Delay(LookInterval, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>How a job ended.</summary>
    /// <exception cref="EgException">It has not.</exception>
    public static async Task<EndedJob> ReadEndedAsync(OpenLedger ledger, StatePlaces places, string jobId, CancellationToken cancellationToken)
    {
        var history = await ReadHistoryAsync(ledger, jobId, cancellationToken);
        var state = JobState.Of(history);
        if (state.Outcome is not { } outcome)
        {
            throw new EgException(
                ExitCode.Failed,
                $"job {jobId} has not ended: {Figures.Share(state.Committed, state.Items)} is committed; 'eg job tail {jobId}' shows what there is.");
        }

        if (outcome.ResultBlock is { } block)
        {
            outcome = outcome with { Result = await ledger.Blocks.GetAsync(jobId, block, cancellationToken) };
        }

        var receipt = ReceiptBuilder.Build(history);
        var ran = (receipt.FinishedAt ?? receipt.AcceptedAt) - receipt.AcceptedAt;
        return new EndedJob(outcome, receipt, ledger.Place, new RunTimings(0, ran.TotalSeconds, EgProcess.Elapsed.TotalSeconds))
        {
            Replays = ReplayCommands.Of(state, places),
            StateOption = places.Option,
        };
    }

    /// <summary>The result of one item as JSON.</summary>
    /// <exception cref="EgException">There is no such item, it is not committed, or the kernel has one answer.</exception>
    public static async Task<byte[]> ReadItemAsync(OpenLedger ledger, string jobId, long item, CancellationToken cancellationToken)
    {
        var (entry, spec, _) = await FindAsync(ledger, jobId, cancellationToken);
        if (item >= entry.Items)
        {
            throw EgException.Usage($"--item: job {jobId} has {Figures.Count(entry.Items)} items, numbered from 0; {item} is not one of them.");
        }

        var face = KernelFaces.Find(spec.Kernel, spec.KernelVersion)
            ?? throw EgException.Refused($"kernel {spec.Kernel}@{spec.KernelVersion} is not one of this program's; read the item with the program that ran it.");
        if (face.Kernel.Output != Kernels.KernelOutput.Items)
        {
            throw EgException.Usage($"--item: kernel {spec.Kernel} has one answer, not a result per item; leave --item out.");
        }

        var partial = await ledger.Ledger.FindPartialAsync(jobId, item, cancellationToken)
            ?? throw new EgException(ExitCode.Failed, $"item {item} of job {jobId} is not committed yet.");
        var payload = await ReadPayloadAsync(ledger, jobId, partial.Payload, cancellationToken);
        return face.Kernel.Bind(spec.Input).ReadItem(payload.Span, item - partial.Range.Start);
    }

    public static async Task<ReadOnlyMemory<byte>> ReadPayloadAsync(
        OpenLedger ledger, string jobId, PartialPayload payload, CancellationToken cancellationToken) =>
        payload.Block is { } block ? await ledger.Blocks.GetAsync(jobId, block, cancellationToken) : payload.Inline;

    public static EgException NoSuchJob(OpenLedger ledger, string jobId) => EgException.Usage($"there is no job '{jobId}' in {ledger.Place}.");
}
