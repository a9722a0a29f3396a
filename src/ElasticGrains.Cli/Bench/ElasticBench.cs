using System.Diagnostics;
using System.Globalization;
using ElasticGrains.Cli.Waiting;

namespace ElasticGrains.Cli.Bench;

/// <summary>
/// What a job notices of silos that die, freeze, leave and join: its items wait and take no processor, and each is written down when it
/// begins and ends. Clocks are this machine's. The silo that dies or freezes is one that computes and does not write for the job.
/// </summary>
internal sealed class ElasticBench(TextWriter output)
{
    private const int DrainSlots = 64;
    private const int WarmBytes = 256 << 20;

    // By then silos watch the new one.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, List<double>> _values = [];

    public async Task RunAsync(IReadOnlyList<ElasticCase> cases, int rounds, CancellationToken cancellationToken)
    {
        foreach (var it in cases)
        {
            if (it is ElasticCase.Dead or ElasticCase.Frozen)
            {
                await TakeAsync(it, rounds, cancellationToken);
                continue;
            }

            for (var round = 1; round <= rounds; round++)
            {
                await (it switch
                {
                    ElasticCase.Quarter => LoseAsync(it, silos: 4, slots: 2, items: 1600, milliseconds: 100, cancellationToken),
                    ElasticCase.Drained => DrainAsync(isWriter: round % 2 == 0, cancellationToken),
                    ElasticCase.Warm => MoveAsync(cancellationToken),
                    ElasticCase.Joined => JoinAsync(cancellationToken),
                    ElasticCase.Skewed or ElasticCase.Slow => FinishAsync(it, cancellationToken),
                    _ => LoseAsync(it, silos: 3, slots: 1, items: 200, milliseconds: 500, cancellationToken),
                });
            }
        }

        foreach (var (what, values) in _values)
        {
            var sorted = values.Order().ToList();
            await output.WriteLineAsync($"{what}: median {Text(sorted[sorted.Count / 2])} of {sorted.Count}: {string.Join(", ", values.Select(Text))}");
        }
    }

    private async Task LoseAsync(ElasticCase it, int silos, int slots, long items, int milliseconds, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(silos, slots, cancellationToken);
        using var undisturbed = await WaitingJob.SubmitAsync(cluster, items, milliseconds, cancellationToken);
        var control = await undisturbed.TookAsync(cancellationToken);
        using var job = await WaitingJob.SubmitAsync(cluster, items, milliseconds, cancellationToken);
        await job.ComputedAsync(items / 2, cancellationToken);
        var victim = await job.RunnerAsync(cancellationToken);
        victim.Kill();
        var killed = TimeProvider.System.GetUtcNow();
        var replacement = it == ElasticCase.Replaced ? cluster.AddSiloAsync(cancellationToken) : Task.CompletedTask;
        var took = await job.TookAsync(cancellationToken);
        await replacement;
        var even = items * milliseconds / 1000.0 / (silos * slots);
        await NoteAsync(it, "undisturbed, s", control);
        await NoteAsync(it, $"undisturbed, times the even share of {Text(even)} s", control / even);
        await NoteAsync(it, "disturbed, s", took);
        await NoteAsync(it, "disturbed, times the undisturbed", took / control);
        await NoteAsync(it, "finished items computed again", job.FinishedAgain());
        if (await job.RunsAgainAsync(victim.Id, killed, cancellationToken) is { } again)
        {
            await NoteAsync(it, "until the interrupted items run again, s", again);
        }
    }

    private async Task DrainAsync(bool isWriter, CancellationToken cancellationToken)
    {
        const long Items = 20_000;
        await using var cluster = await BenchCluster.StartAsync(silos: 2, DrainSlots, cancellationToken);
        using var job = await WaitingJob.SubmitAsync(cluster, Items, milliseconds: 100, cancellationToken);
        await job.TraceAsync(
            trace => cluster.Silos.All(silo => trace.Count(it => it.Process == silo.Id && it.Ended is null) >= DrainSlots * 9 / 10), cancellationToken);
        var runner = await job.RunnerAsync(cancellationToken);
        var leaver = isWriter ? cluster.Silos.First(silo => silo != runner) : runner;
        var began = Stopwatch.GetTimestamp();
        leaver.Terminate();
        await leaver.WaitForExitAsync(cancellationToken);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await job.TookAsync(cancellationToken);
        await NoteAsync(ElasticCase.Drained, $"from SIGTERM to the end of the process, {DrainSlots} shards, s", took);
        await NoteAsync(ElasticCase.Drained, "finished items computed again", job.FinishedAgain());
    }

    private async Task MoveAsync(CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(silos: 2, slots: 1, cancellationToken);
        foreach (var bytes in new[] { 0, WarmBytes })
        {
            using var job = await WaitingJob.SubmitAsync(cluster, items: 10_000, milliseconds: 10, cancellationToken, maxSlots: 1, bytes);
            await job.ComputedAsync(100, cancellationToken);
            var pause = await job.PauseOfMoveAsync(cancellationToken);
            await NoteAsync(ElasticCase.Warm, $"pause of a move with {bytes >> 20} MiB of warm state, s", pause);
            await NoteAsync(ElasticCase.Warm, $"times that {bytes >> 20} MiB were made", job.Made());
            await job.CancelAsync(cancellationToken);
        }
    }

    private async Task JoinAsync(CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(silos: 3, slots: 1, cancellationToken);
        using var job = await WaitingJob.SubmitAsync(cluster, items: 2000, milliseconds: 100, cancellationToken);
        await job.ComputedAsync(30, cancellationToken);
        var began = TimeProvider.System.GetUtcNow();
        var silo = await cluster.AddSiloAsync(cancellationToken);
        var joined = TimeProvider.System.GetUtcNow();
        var committed = await job.FirstCommitByAsync(silo, cancellationToken);
        await NoteAsync(ElasticCase.Joined, "from the start of the process to its membership, s", (joined - began).TotalSeconds);
        await NoteAsync(ElasticCase.Joined, "from the start of the process to its first commit, s", (committed - began).TotalSeconds);
        await job.CancelAsync(cancellationToken);
    }

    /// <summary>A job that no even cut would end in time. The ideal: all slots busy to the end.</summary>
    private async Task FinishAsync(ElasticCase it, CancellationToken cancellationToken)
    {
        const int Silos = 3;
        const int Slots = 2;
        const int Milliseconds = 20;
        const int Items = 12_000;
        await using var cluster = await BenchCluster.StartAsync(Silos, Slots, cancellationToken);
        var skew = it == ElasticCase.Skewed ? new WaitSkew(DearItems: Items / 10, DearBy: 10) : new WaitSkew(SlowProcess: cluster.Silos[^1].Id, SlowBy: 5);
        using var job = await WaitingJob.SubmitAsync(cluster, Items, Milliseconds, cancellationToken, skew: skew);
        var took = await job.TookAsync(cancellationToken);
        var work = (Items + (skew.DearItems * (skew.DearBy - 1))) * Milliseconds / 1000.0;
        var ideal = work / (Slots * (Silos - 1 + (1.0 / skew.SlowBy)));
        await NoteAsync(it, "all slots busy to the end, s", ideal);
        await NoteAsync(it, "the whole job, s", took);
        await NoteAsync(it, "the whole job, times that", took / ideal);
        await NoteAsync(it, "items computed again", job.FinishedAgain());
    }

    private async Task TakeAsync(ElasticCase it, int rounds, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(silos: 3, slots: 2, cancellationToken);
        using var job = await WaitingJob.SubmitAsync(cluster, items: 1_000_000, milliseconds: 300, cancellationToken, maxSlots: 3);
        await job.ComputedAsync(20, cancellationToken);
        for (var round = 1; round <= rounds; round++)
        {
            var victim = await job.RunnerAsync(cancellationToken);
            victim.Signal(it == ElasticCase.Dead ? "KILL" : "STOP");
            var moment = TimeProvider.System.GetUtcNow();
            if (await job.RunsAgainAsync(victim.Id, moment, cancellationToken) is { } again)
            {
                await NoteAsync(it, "until the interrupted items run elsewhere, s", again);
            }

            victim.Kill();
            await victim.WaitForExitAsync(cancellationToken);
            await cluster.AddSiloAsync(cancellationToken);
            await Task.Delay(Settle, cancellationToken);
        }

        await job.CancelAsync(cancellationToken);
    }

    private async Task NoteAsync(ElasticCase it, string what, double value)
    {
        what = $"{it}: {what}";
        _values.TryAdd(what, []);
        _values[what].Add(value);
        await output.WriteLineAsync($"  {what}: {Text(value)}");
    }

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
