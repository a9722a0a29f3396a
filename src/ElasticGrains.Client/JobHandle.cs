using System.Text;
using ElasticGrains.Blocks;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Client;

/// <summary>A job, wherever it runs. Holds nothing but the id: another process can attach by it.</summary>
public class JobHandle
{
    // Half the time after which a call counts as lost.
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(1.5);

    private const int MostReason = 4096;

    private readonly GridConnection _connection;

    internal JobHandle(GridConnection connection, string id, bool isNew)
    {
        _connection = connection;
        Id = id;
        IsNew = isNew;
    }

    /// <summary>The job's id.</summary>
    public string Id { get; }

    /// <summary>True when this submission put the job into the ledger; false when it was there or the handle was attached.</summary>
    public bool IsNew { get; }

    /// <summary>The job now. Of a large answer its outcome has only the place; <see cref="OutcomeAsync"/> fetches it.</summary>
    /// <exception cref="KeyNotFoundException">There is no such job.</exception>
    public async Task<JobStatus> StatusAsync(CancellationToken cancellationToken = default) =>
        await CallAsync(job => job.GetStatusAsync(), cancellationToken) ?? throw NoSuchJob();

    /// <summary>Asks for cancellation; the job ends within two seconds. Of a job that has ended nothing changes.</summary>
    /// <param name="reason">Why, at most 4 KiB in UTF-8.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="KeyNotFoundException">There is no such job.</exception>
    /// <exception cref="OversizedException">The reason is too long.</exception>
    public async Task CancelAsync(string reason = "cancelled by its owner", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (Encoding.UTF8.GetByteCount(reason) is var bytes and > MostReason)
        {
            throw new OversizedException("The reason", bytes, MostReason, "Say it in fewer words.");
        }

        if (!await CallAsync(job => job.CancelAsync(reason), cancellationToken))
        {
            throw NoSuchJob();
        }
    }

    /// <summary>
    /// Goes on with a job that failed or was cancelled: what is committed stays, ranges that were given up run again, and the answer will be
    /// that of the whole.
    /// </summary>
    /// <returns>False when the job has not ended: nothing changes.</returns>
    /// <exception cref="KeyNotFoundException">There is no such job.</exception>
    /// <exception cref="InvalidOperationException">It succeeded: nothing is left to run.</exception>
    public async Task<bool> RetryAsync(CancellationToken cancellationToken = default)
    {
        return await CallAsync(job => job.ReopenAsync(), cancellationToken) switch
        {
            ReopenOutcome.Reopened => true,
            ReopenOutcome.NotEnded => false,
            ReopenOutcome.Succeeded => throw new InvalidOperationException($"Job '{Id}' has succeeded; nothing of it is left to run."),
            _ => throw NoSuchJob(),
        };
    }

    /// <summary>The receipt.</summary>
    /// <exception cref="KeyNotFoundException">There is no such job.</exception>
    public async Task<JobReceipt> ReceiptAsync(CancellationToken cancellationToken = default) =>
        await CallAsync(job => job.GetReceiptAsync(), cancellationToken) ?? throw NoSuchJob();

    /// <summary>
    /// Every partial result with a number ≥ <paramref name="from"/>, in order, each exactly once, while the job runs; ends with the job.
    /// The stream is only a hint to read: losing all of it delays a partial by at most a second.
    /// </summary>
    public IAsyncEnumerable<PartialView> Partials(long from = 1, CancellationToken cancellationToken = default) =>
        PartialReader.ReadAsync(_connection, Id, from, cancellationToken);

    /// <summary>Waits for the end of the job. The answer is there whatever its size: a large one is fetched in parts.</summary>
    /// <exception cref="KeyNotFoundException">There is no such job.</exception>
    /// <exception cref="JobTakenOverException">Another process goes on with the job.</exception>
    /// <exception cref="BlockCorruptException">A large answer is damaged or missing.</exception>
    public async Task<JobOutcome> OutcomeAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var status = await CallAsync(job => job.AwaitEndAsync(LongPoll), cancellationToken) ?? throw NoSuchJob();
            if (status.Outcome is { } outcome)
            {
                return outcome.ResultBlock is { } block
                    ? outcome with { Result = await PartReader.ReadAsync(from => CallAsync(job => job.ReadBlockAsync(block, from), cancellationToken), $"The answer of job '{Id}'") }
                    : outcome;
            }

            JobTakenOverException.ThrowIf(status);
        }
    }

    /// <summary>The result of one item, for kernels with a result per item; a large one is fetched in parts.</summary>
    /// <returns>The result as JSON (UTF-8), or null while the item is not committed.</returns>
    public async Task<byte[]?> ItemAsync(long item, CancellationToken cancellationToken = default) =>
        await PartReader.TryReadAsync(from => CallAsync(job => job.ReadItemAsync(item, from), cancellationToken), $"The result of item {item} of job '{Id}'");

    private Task<T> CallAsync<T>(Func<IJobGrain, Task<T>> call, CancellationToken cancellationToken) => _connection.CallAsync(Id, call, cancellationToken);

    private KeyNotFoundException NoSuchJob() => new($"There is no job '{Id}'.");
}
