using System.Runtime.CompilerServices;
using ElasticGrains.Cli.Output;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.State;

/// <summary>Reads what kernels wrote and what became of their attempts as one story, in the order of time.</summary>
internal static class LogQuestions
{
    // Half a second is soon enough for a person. A long history takes longer to read, and is not read all the time.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private const int PausesPerRead = 10;

    // The last lines of a job are written beside its end, not before it.
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(1.5);

    /// <param name="ledger">Where the job is.</param>
    /// <param name="jobId">The job.</param>
    /// <param name="shard">What happened to this shard alone.</param>
    /// <param name="attempt">And under this attempt epoch alone.</param>
    /// <param name="follow">True to wait for more until the job ends.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="EgException">There is no such job, or in the end no such shard.</exception>
    public static async IAsyncEnumerable<LogView> ReadAsync(
        OpenLedger ledger, string jobId, int? shard, long? attempt, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new LogQuery { Shard = shard, Attempt = attempt };
        var told = 0;
        for (var isLast = !follow; ;)
        {
            var began = TimeProvider.System.GetTimestamp();
            var history = await LedgerQuestions.ReadHistoryAsync(ledger, jobId, cancellationToken);
            var job = JobState.Of(history);
            if (isLast && shard >= job.Shards)
            {
                throw EgException.Usage($"--shard: job {jobId} has {Figures.Count(job.Shards, "shard")}, numbered from 0; {shard} is not one of them.");
            }

            var story = AttemptStory.Of(history.Events, shard);
            var page = await ledger.Log.ReadAsync(jobId, query, cancellationToken);
            for (; page.Count > 0; page = await ledger.Log.ReadAsync(jobId, query, cancellationToken))
            {
                foreach (var line in page)
                {
                    for (; told < story.Count && story[told].At < line.At; told++)
                    {
                        if (Fits(story[told]))
                        {
                            yield return story[told];
                        }
                    }

                    yield return LogView.Of(line);
                }

                query = query with { After = page[^1].Number };
            }

            foreach (var happened in story.Skip(told).Where(Fits))
            {
                yield return happened;
            }

            told = story.Count;
            if (isLast)
            {
                yield break;
            }

            isLast = job.Phase.IsFinal();
            var reading = TimeProvider.System.GetElapsedTime(began) * PausesPerRead;
            await Task.Delay(isLast ? Afterwards : reading > Pause ? reading : Pause, TimeProvider.System, cancellationToken);
        }

        bool Fits(LogView happened) => attempt is null || happened.Attempt == attempt;
    }
}
