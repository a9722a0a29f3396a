using ElasticGrains.Cli.Chaos.Faults;
using ElasticGrains.Cli.Chaos.Workloads;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Cli.State;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli.Chaos;

/// <summary>Workloads on a cluster that is broken meanwhile, and the proof that nothing was lost.</summary>
internal sealed class ChaosRun(ChaosSettings settings, IChaosGround ground, string scratch, ChaosLog log) : IAsyncDisposable
{
    // After the last fault silos that are thought to be gone come back, and jobs that had waited for them run: so long at most nothing may be committed.
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly PostgresStore _store = PostgresStore.Open(new PostgresStoreOptions { ConnectionString = ground.File.ConnectionString, Schema = ground.File.Schema });
    private readonly OpenLedger _ledger = OpenLedger.Of(ground.File);

    // The ids of jobs are the same at each run on a cluster of its own, so that they go to the same silos.
    private readonly string _suffix = settings.Places is null ? "" : FormattableString.Invariant($"-{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}");

    /// <summary>The kinds of faults that this run has.</summary>
    /// <exception cref="EgException">One was asked for that cannot be had here.</exception>
    public static IReadOnlyList<FaultKind> KindsOf(ChaosSettings settings, IReadOnlyDictionary<FaultKind, string> notPossible)
    {
        if (settings.Faults?.Where(notPossible.ContainsKey).ToList() is { Count: > 0 } refused)
        {
            throw EgException.Usage(string.Join(' ', refused.Select(kind => $"--faults: {kind.ToString().ToLowerInvariant()} is not possible here: {notPossible[kind]}.")));
        }

        return settings.Faults ?? [.. FaultSchedule.Usual.Where(kind => !notPossible.ContainsKey(kind))];
    }

    public async Task<ChaosReport> RunAsync(CancellationToken cancellationToken)
    {
        var kinds = KindsOf(settings, ground.NotPossible);
        var schedule = FaultSchedule.Of(settings.Seed, settings.Length, settings.Every, kinds);
        await using var client = await ClusterClient.ConnectAsync(ground.File, cancellationToken);
        var quiet = settings.Quiet ? await PhaseAsync(client, "quiet", [], cancellationToken) : null;
        var broken = await PhaseAsync(client, "chaos", schedule, cancellationToken);
        var verify = await LedgerCheck.RunAsync(new StatePlaces(ground.Directory), jobId: null, TimeProvider.System, cancellationToken);
        foreach (var finding in verify.Findings.Where(finding => !finding.IsWarning))
        {
            log.Found($"eg verify: {finding.Code} {finding.JobId}: {finding.Message}");
        }

        foreach (var finding in verify.Findings.Where(finding => finding.Idle is not null))
        {
            Explain(finding);
        }

        return new ChaosReport(
            settings.Seed,
            log.Faults,
            ground.NotPossible,
            [.. settings.Workloads.Select(kind => FiguresOf(broken.Tallies[kind], kind, quiet?.Tallies[kind].Rate))],
            broken.Attempts,
            broken.Recomputed,
            quiet?.Attempts.WithoutCommit,
            verify,
            log.Findings,
            settings.Again,
            Kept: null);
    }

    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        await _store.DisposeAsync();
    }

    // Of the jobs of this run only: of others nobody knows what hindered them.
    private void Explain(Finding finding)
    {
        var slot = $"slot {finding.Idle!.Slot} of {finding.Idle.Silo}, free for {Duration.Text(finding.Idle.Length)} beside work of {finding.JobId}";
        if (IdleReasons.Of(finding.Idle, log.Faults, log.BeganAt) is { } fault)
        {
            log.Note($"{slot}: {fault.Kind.ToString().ToLowerInvariant()} at {fault.Seconds:0.0} s, {fault.Text}");
        }
        else if (finding.Idle.From > log.BeganAt)
        {
            log.Found($"{slot} at {(finding.Idle.From - log.BeganAt).TotalSeconds:0.0} s, and no fault that explains it");
        }
    }

    private static WorkloadFigures FiguresOf(WorkloadTally tally, WorkloadKind kind, double? quiet) => new(kind, tally.Jobs, tally.Items, tally.Rate, quiet);

    private async Task<PhaseFigures> PhaseAsync(ClusterClient client, string name, IReadOnlyList<Fault> schedule, CancellationToken cancellationToken)
    {
        var prefix = FormattableString.Invariant($"{name}-{settings.Seed}{_suffix}");
        var directory = Directory.CreateDirectory(Path.Combine(scratch, name)).FullName;
        var workloads = settings.Workloads.Select(kind => StandardWorkloads.Create(kind, directory, settings.Length, ground.Slots, settings.Seed)).ToList();
        var tallies = workloads.ToDictionary(workload => workload.Kind, _ => new WorkloadTally());
        log.Note($"{name}: {string.Join(", ", workloads.Select(workload => workload.Kind.ToString().ToLowerInvariant()))} on {ground.SiloCount} silos");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var figures = new LedgerFigures(_ledger, _store, $"{prefix}-");
        var roll = new SiloRoll(ground, _store, log);
        using var driver = new FaultDriver(ground, roll, log);
        var running = Task.WhenAll(workloads.Select(workload => workload.RunAsync(client.Grid, prefix, tallies[workload.Kind], enough.Token, giveUp.Token)));
        try
        {
            await driver.RunAsync(schedule, settings.Length, cancellationToken);
        }
#pragma warning disable CA1031 // Whatever it is: what runs goes on to its end and is verified, and the report says how far the faults came.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.Found($"the faults could not go on: {error}");
        }
        finally
        {
            await enough.CancelAsync();
            await EndAsync(running, roll, figures, giveUp);
        }

        var unfinished = await figures.UnfinishedAsync(CancellationToken.None);
        if (settings.Places is not null)
        {
            await figures.CancelAsync("'eg chaos' has ended before it");
        }

        cancellationToken.ThrowIfCancellationRequested();
        foreach (var finding in tallies.Values.SelectMany(tally => tally.Findings))
        {
            log.Found(finding);
        }

        foreach (var job in unfinished)
        {
            log.Found($"job {job.Id} is left {job.Phase.ToString().ToLowerInvariant()}, with {job.Committed} of {job.Items} items committed");
        }

        var recomputed = workloads.OfType<WaitsWorkload>().FirstOrDefault() is { } waits && tallies[waits.Kind].Jobs > 0 ? waits.Recomputed(tallies[waits.Kind].Items) : (long?)null;
        return new PhaseFigures(tallies, await figures.ReadAsync(cancellationToken), recomputed);
    }

    /// <summary>Waits for what was begun as long as anything of it gets on.</summary>
    private static async Task EndAsync(Task running, SiloRoll roll, LedgerFigures figures, CancellationTokenSource giveUp)
    {
        giveUp.CancelAfter(EndPatience);
        var committed = -1L;
        var lookAt = TimeProvider.System.GetUtcNow();
        while (!running.IsCompleted)
        {
            await roll.LookAsync(CancellationToken.None);
            if (TimeProvider.System.GetUtcNow() >= lookAt)
            {
                lookAt = TimeProvider.System.GetUtcNow() + ProgressEvery;
                if (await figures.CommittedAsync() is { } now && now != committed)
                {
                    committed = now;
                    giveUp.CancelAfter(EndPatience);
                }
            }

            await Task.WhenAny(running, Task.Delay(LookEvery, TimeProvider.System, CancellationToken.None));
        }

        await running;
    }
}
