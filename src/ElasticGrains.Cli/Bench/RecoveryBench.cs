using System.Globalization;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Bench;

/// <summary>
/// kill -9 in mid-job, on a fresh cluster of three silos each time: how long until the job's ranges run elsewhere and it goes on, and
/// what a job notices that has nothing on the dead silo. Read from the ledger, whose events carry the time; all clocks are this machine's.
/// Slots are left over, so that nothing waits for one.
/// </summary>
internal static class RecoveryBench
{
    private const string Filler = "filler";

    public static async Task RunAsync(IReadOnlyList<Loss> losses, int runs, int commits, TextWriter output, CancellationToken cancellationToken)
    {
        var took = losses.ToDictionary(loss => loss, _ => new List<double>());
        var gaps = new List<(double Before, double After)>();
        for (var run = 1; run <= runs; run++)
        {
            foreach (var loss in losses)
            {
                await using var cluster = await BenchCluster.StartAsync(
                    silos: 3, slots: 2, cancellationToken, ledger => CommittedJob.WriteAsync(ledger, Filler, commits, cancellationToken));
                var (seconds, gap) = await LoseAsync(cluster, loss, cancellationToken);
                took[loss].Add(seconds);
                var noticed = "";
                if (gap is { } longest)
                {
                    gaps.Add(longest);
                    noticed = string.Create(CultureInfo.InvariantCulture, $"; another job's longest gap {longest.After:0.00} s, before {longest.Before:0.00} s");
                }

                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"run {run}, {loss}: goes on after {seconds:0.00} s{noticed}"));
            }
        }

        foreach (var (loss, seconds) in took)
        {
            await output.WriteLineAsync($"{loss}: a job with {commits} commits goes on after {Text(seconds)}");
        }

        if (gaps.Count > 0)
        {
            await output.WriteLineAsync($"another job's longest gap between commits {Text([.. gaps.Select(gap => gap.After)])}; before {Text([.. gaps.Select(gap => gap.Before)])}");
        }
    }

    private static async Task<(double Seconds, (double Before, double After)? Gaps)> LoseAsync(BenchCluster cluster, Loss loss, CancellationToken cancellationToken)
    {
        var history = await cluster.HistoryAsync(Filler, events => events.OfType<LedgerEvent.Granted>().Count() >= 4, cancellationToken);
        var writer = WriterName.Of(history);
        var other = history.OfType<LedgerEvent.Granted>().Skip(1).Select(granted => granted.Silo).First(silo => silo != writer.Silo);
        ServingProcess[] victims = loss switch
        {
            Loss.Silo => [Find(cluster, other)],
            Loss.Writer => [Find(cluster, writer.Silo)],
            Loss.Majority => [Find(cluster, writer.Silo), Find(cluster, other)],
            _ => [.. cluster.Silos],
        };
        var bystander = victims.Length == 1
            ? await Bystander.PlaceAsync(cluster, (its, silo) => its.ProcessId != victims[0].Id && !victims[0].IsMember(silo), cancellationToken)
            : null;
        DateTimeOffset began;
        if (loss == Loss.Everything)
        {
            await cluster.CrashAsync(cancellationToken);
            began = TimeProvider.System.GetUtcNow();
            await cluster.StartAgainAsync(cancellationToken);
        }
        else
        {
            Array.ForEach(victims, victim => victim.Kill());
            began = TimeProvider.System.GetUtcNow();
        }

        var needsWriter = loss != Loss.Silo;
        var after = await cluster.HistoryAsync(Filler, events => GoesOn(events, began, needsWriter) is not null, cancellationToken);
        return ((GoesOn(after, began, needsWriter)!.Value - began).TotalSeconds, bystander is null ? null : await bystander.LongestGapsAsync(began, cancellationToken));
    }

    /// <summary>When a range that had run before was granted again and, where the writer died, by a new one.</summary>
    private static DateTimeOffset? GoesOn(IReadOnlyList<LedgerEvent> events, DateTimeOffset began, bool needsWriter) =>
        !needsWriter || events.OfType<LedgerEvent.WriterTaken>().Any(taken => taken.At > began)
            ? events.OfType<LedgerEvent.Granted>().Where(granted => granted.At > began && granted.Attempt > 1).Select(granted => (DateTimeOffset?)granted.At).FirstOrDefault()
            : null;

    private static ServingProcess Find(BenchCluster cluster, string silo) => cluster.Silos.Single(process => process.IsMember(silo));

    private static string Text(List<double> seconds)
    {
        var sorted = seconds.Order().ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sorted[sorted.Count / 2]:0.00} s (median), {sorted[(int)Math.Min(sorted.Count - 1, 0.95 * sorted.Count)]:0.00} s (p95), {sorted[^1]:0.00} s (most) in {sorted.Count} runs");
    }
}
