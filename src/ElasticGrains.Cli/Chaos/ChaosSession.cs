using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Running;

namespace ElasticGrains.Cli.Chaos;

/// <summary>From the command line to the exit code: starts a cluster or finds one, and keeps what is needed to look at a finding.</summary>
internal static class ChaosSession
{
    private const string ReportName = "report.json";

    public static async Task<ExitCode> RunAsync(ChaosSettings settings, OutputFormat format, CancellationToken cancellationToken)
    {
        using var signals = new StopSignals();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(signals.Token, cancellationToken);
        if (settings.Places is null)
        {
            // Before anything is started.
            ChaosRun.KindsOf(settings, OwnGround.OfThisMachine());
        }

        var scratch = Directory.CreateTempSubdirectory("eg-chaos-");
        ChaosReport report;
        try
        {
            await using var ground = await StartAsync(settings, scratch, either.Token);
            var log = new ChaosLog();
            log.Note($"seed {settings.Seed}; the same again: {settings.Again}");
            foreach (var (kind, reason) in ground.NotPossible)
            {
                log.Note($"{kind.ToString().ToLowerInvariant()} is not possible here: {reason}");
            }

            await using var run = new ChaosRun(settings, ground, scratch.FullName, log);
            report = await run.RunAsync(either.Token);
            if (report.Findings.Count > 0)
            {
                report = report with { Kept = Keep(settings, scratch, ground) };
                await File.WriteAllTextAsync(Path.Combine(scratch.FullName, ReportName), JsonOutput.Text(report), CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            Forget(scratch);
            return ExitCode.Stopped;
        }
        catch (Exception error) when (error is not EgException)
        {
            Terminal.Note($"it could not go on; what there is of it is kept in {scratch.FullName}");
            throw;
        }
        catch (EgException)
        {
            Forget(scratch);
            throw;
        }

        if (report.Kept is null)
        {
            Forget(scratch);
        }

        if (format == OutputFormat.Json)
        {
            JsonOutput.Print(report);
        }
        else
        {
            ChaosPrinter.Print(report);
        }

        return report.Findings.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<IChaosGround> StartAsync(ChaosSettings settings, DirectoryInfo scratch, CancellationToken cancellationToken) => settings.Places is { } places
        ? await UpGround.OpenAsync(places, cancellationToken)
        : await OwnGround.StartAsync(ClusterOf(scratch), settings.Silos, settings.Slots, settings.Seed, cancellationToken);

    private static string ClusterOf(DirectoryInfo scratch) => Path.Combine(scratch.FullName, "cluster");

    /// <summary>Says where everything is. A start of the cluster in that place would write other logs over these, so they are copied.</summary>
    private static string Keep(ChaosSettings settings, DirectoryInfo scratch, IChaosGround ground)
    {
        var logs = Directory.CreateDirectory(Path.Combine(scratch.FullName, "logs"));
        foreach (var file in new DirectoryInfo(Path.Combine(ground.Directory, "logs")).EnumerateFiles())
        {
            file.CopyTo(Path.Combine(logs.FullName, file.Name));
        }

        var ledger = settings.Places is { } places
            ? $"ledger: 'eg verify{places.Option}'"
            : $"ledger: {DevelopmentDatabase.DirectoryOf(ground.Directory)}; 'eg up --cluster {ground.File.Cluster} --state {ground.Directory}' starts it again, then 'eg verify --state {ground.Directory}'";
        return $"{scratch.FullName} (logs of the silos, {ReportName}); {ledger}";
    }

    private static void Forget(DirectoryInfo scratch)
    {
        var database = DevelopmentDatabase.DirectoryOf(ClusterOf(scratch));
        if (Directory.Exists(database))
        {
            Directory.Delete(database, recursive: true);
        }

        scratch.Delete(recursive: true);
    }
}
