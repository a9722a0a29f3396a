using System.Globalization;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Bench;

/// <summary>
/// kill -9 of a silo of three in mid-job, a fresh cluster for each: how long until its ranges run elsewhere, and until a job whose writer
/// died goes on. Read from the ledger, whose events carry the time; all clocks are this machine's. Slots are left over, so that nothing
/// waits for one.
/// </summary>
internal static class RecoveryBench
{
    private const string Filler = "filler";

    public static async Task RunAsync(int runs, int commits, TextWriter output, CancellationToken cancellationToken)
    {
        var (ranges, jobs) = (new List<double>(), new List<double>());
        for (var run = 1; run <= runs; run++)
        {
            await using var cluster = await BenchCluster.StartAsync(
                silos: 3, slots: 2, cancellationToken, ledger => CommittedJob.WriteAsync(ledger, Filler, commits, cancellationToken));
            var ofWriter = run % 2 == 0;
            var took = await KillAsync(cluster, ofWriter, commits, cancellationToken);
            (ofWriter ? jobs : ranges).Add(took);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"run {run}: {(ofWriter ? "the writer's silo was killed, the job went on" : "a silo was killed, its ranges ran elsewhere")} after {took:0.00} s"));
        }

        await output.WriteLineAsync($"ranges run elsewhere after {Text(ranges)}");
        await output.WriteLineAsync($"jobs with {commits} commits go on after {Text(jobs)}");
    }

    private static async Task<double> KillAsync(BenchCluster cluster, bool ofWriter, int commits, CancellationToken cancellationToken)
    {
        var job = cluster.Grid.Attach(Filler);
        var history = await EventuallyAsync(cluster.Ledger, job.Id, events => events.OfType<LedgerEvent.Granted>().Count() >= 4, cancellationToken);
        var writer = history.OfType<LedgerEvent.WriterTaken>().Last().Writer.Split('/');
        var live = history.OfType<LedgerEvent.Granted>().Skip(1).ToList();
        var other = live.Select(granted => granted.Silo).First(silo => silo != writer[2]);
        var victim = cluster.Silos.Single(silo => ofWriter
            ? silo.Id == int.Parse(writer[1], CultureInfo.InvariantCulture)
            : other.StartsWith($"{silo.Name}.", StringComparison.Ordinal));
        victim.Kill();
        var killed = TimeProvider.System.GetUtcNow();
        var after = await EventuallyAsync(cluster.Ledger, job.Id, events => Recovered(events, killed, ofWriter) is not null, cancellationToken);
        return (Recovered(after, killed, ofWriter)!.Value - killed).TotalSeconds;
    }

    /// <summary>When the first range was granted again or, of a job whose writer died, when its next writer had a first event in the ledger.</summary>
    private static DateTimeOffset? Recovered(IReadOnlyList<LedgerEvent> events, DateTimeOffset killed, bool ofWriter)
    {
        var hasWriter = !ofWriter || events.OfType<LedgerEvent.WriterTaken>().Any(taken => taken.At > killed);
        return hasWriter
            ? events.OfType<LedgerEvent.Granted>().Where(granted => granted.At > killed && granted.Attempt > 1).Select(granted => (DateTimeOffset?)granted.At).FirstOrDefault()
            : null;
    }

    private static async Task<IReadOnlyList<LedgerEvent>> EventuallyAsync(
        IJobLedger ledger, string jobId, Func<IReadOnlyList<LedgerEvent>, bool> holds, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await ledger.ReadCondensedHistoryAsync(jobId, cancellationToken) is { } history && holds(history.Events))
            {
                return history.Events;
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    private static string Text(List<double> seconds)
    {
        if (seconds.Count == 0)
        {
            return "no run";
        }

        var sorted = seconds.Order().ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sorted[sorted.Count / 2]:0.00} s (median), {sorted[(int)Math.Min(sorted.Count - 1, 0.95 * sorted.Count)]:0.00} s (p95), {sorted[^1]:0.00} s (most) in {sorted.Count} runs");
    }
}
