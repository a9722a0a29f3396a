using ElasticGrains.Cli.Output;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.State;

/// <summary>What becomes of one shard from a moment on, by the ledger.</summary>
internal sealed class ShardWatch
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly OpenLedger _ledger;
    private readonly string _jobId;
    private readonly int _seen;

    private ShardWatch(OpenLedger ledger, string jobId, ShardState shard, int seen) => (_ledger, _jobId, Shard, _seen) = (ledger, jobId, shard, seen);

    /// <summary>The shard, or the run that it is in, at the beginning.</summary>
    public ShardState Shard { get; }

    /// <exception cref="EgException">There is no such job or shard.</exception>
    public static async Task<ShardWatch> BeginAsync(OpenLedger ledger, string jobId, int number, CancellationToken cancellationToken)
    {
        var history = await LedgerQuestions.ReadHistoryAsync(ledger, jobId, cancellationToken);
        var job = JobState.Of(history);
        var shard = job.Find(number) ?? throw EgException.Usage(job.Shards == 0
            ? $"job {jobId} has no shards yet."
            : $"job {jobId} has {Figures.Count(job.Shards, "shard")}, numbered from 0; {number} is not one of them.");
        return new ShardWatch(ledger, jobId, shard, Of(history, shard.Number).Count());
    }

    /// <summary>What happened to it since, until <paramref name="isEnough"/> or the time is over.</summary>
    public async Task<IReadOnlyList<LedgerEvent>> UntilAsync(Func<IReadOnlyList<LedgerEvent>, bool> isEnough, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var news = Of(await LedgerQuestions.ReadHistoryAsync(_ledger, _jobId, cancellationToken), Shard.Number).Skip(_seen).ToList();
            if (isEnough(news) || TimeProvider.System.GetElapsedTime(began) >= atMost)
            {
                return news;
            }

            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }

    private static IEnumerable<LedgerEvent> Of(JobHistory history, int shard) => history.Events.Where(happened => happened switch
    {
        LedgerEvent.Granted it => it.Shard == shard,
        LedgerEvent.Split it => it.Shard == shard,
        LedgerEvent.AttemptEnded it => it.Shard == shard,
        LedgerEvent.Finished => true,
        _ => false,
    });
}
