using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.MonteCarlo;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Bench;

/// <summary>A job that commits about five times a second, with nothing of its own on the silo that will die: what does it notice?</summary>
internal sealed class Bystander(IJobLedger ledger, JobHandle job)
{
    private const int MostTries = 20;
    private const long Minutes = 100_000_000_000;

    private static readonly TimeSpan Before = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(10);

    /// <summary>Submits jobs until one runs beside that silo.</summary>
    public static async Task<Bystander> PlaceAsync(BenchCluster cluster, Func<WriterName, string, bool> isBeside, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MostTries; attempt++)
        {
            var options = new JobOptions { Policy = new JobPolicy { MaxSlots = 1, Shards = 1, CommitInterval = TimeSpan.FromMilliseconds(200) } };
            var job = await cluster.Grid.SubmitAsync(new PiKernel(), new PiInput { Samples = Minutes, Seed = 1 }, options, cancellationToken);
            var history = await cluster.HistoryAsync(job.Id, events => events.OfType<LedgerEvent.Committed>().Any(), cancellationToken);
            if (isBeside(WriterName.Of(history), history.OfType<LedgerEvent.Granted>().Last().Silo))
            {
                await Task.Delay(Before, cancellationToken);
                return new Bystander(cluster.Ledger, job);
            }

            await job.CancelAsync("it runs where it must not", cancellationToken);
        }

        throw new EgException(ExitCode.Failed, "no job could be placed beside the silo that is to die.");
    }

    /// <summary>The longest time between two of its commits, before and after that moment.</summary>
    public async Task<(double Before, double After)> LongestGapsAsync(DateTimeOffset moment, CancellationToken cancellationToken)
    {
        var rest = moment + After - TimeProvider.System.GetUtcNow();
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, cancellationToken);
        }

        var times = (await ledger.ReadPartialsAsync(job.Id, 1, int.MaxValue, cancellationToken)).Select(partial => partial.At).ToList();
        var gaps = times.Zip(times.Skip(1), (from, to) => (To: to, Seconds: (to - from).TotalSeconds)).Append((To: moment + After, Seconds: (moment + After - times[^1]).TotalSeconds));
        var sides = gaps.ToLookup(gap => gap.To > moment, gap => gap.Seconds);
        return (sides[false].Max(), sides[true].Max());
    }
}
