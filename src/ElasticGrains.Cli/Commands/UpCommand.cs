using System.CommandLine;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Cli.Running;
using ElasticGrains.Cli.State;
using ElasticGrains.Elasticity;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg up</c>: a cluster of silo processes on this machine, until Ctrl-C.</summary>
internal static class UpCommand
{
    // A silo takes about 100 MB; more than this on one machine is a typing error.
    private const int MostSilos = 64;
    private const int DefaultSilos = 3;

    public static Command Create()
    {
        var silos = new Option<int?>("--silos")
        {
            Description = "Silo processes. Default: 3, so that two can agree that the third is gone.",
            HelpName = "N",
            CustomParser = result => Quantity.Between32(1, MostSilos)(result),
        };
        var scale = new ScaleOptions(
            MostSilos,
            "With --max: the fewest silos. Default: 1.",
            "The most silos: their number follows the load, from --min to this. Each decision is noted with its reason. In place of --silos.");
        var slots = new Option<int?>("--slots") { Description = "Slots of each silo. Default: the processors, shared among them.", HelpName = "N", CustomParser = result => Quantity.Between32(1, 1024)(result) };
        var postgres = new Option<string>("--postgres") { Description = "Connection string of a PostgreSQL server. Default: one of its own, from this machine's programs.", HelpName = "STRING" };
        var cluster = new Option<string>("--cluster") { Description = "The cluster's name.", HelpName = "NAME", DefaultValueFactory = _ => "elasticgrains" };
        var schema = new Option<string>("--schema") { Description = "The schema of its tables.", HelpName = "NAME", DefaultValueFactory = _ => PostgresStoreOptions.DefaultSchema };
        var host = new HostOption("Your own silo program (MyGrid.dll), with your kernels. Default: this one.");
        var events = new Option<DirectoryInfo?>("--record-events") { Description = "Record what the grid's state machines are told, for a bug report.", HelpName = "DIR" };
        var chaos = new Option<bool>("--allow-chaos") { Description = "Let 'eg chaos' break this cluster; silos that have ended are started again." };
        var state = new StateOption();
        var command = new Command("up", "Start a cluster on this machine; Ctrl-C stops it, and its jobs go on at the next start.") { silos, slots, postgres, cluster, schema, events, chaos };
        scale.AddTo(command);
        host.AddTo(command);
        state.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var follows = Follows(parse.GetValue(silos), scale.Read(parse));
            var allowsChaos = parse.GetValue(chaos) && MayBeBroken(follows, parse.GetValue(postgres), host.Read(parse));
            return (int)await RunAsync(
                new UpSettings(
                    state.Read(parse).ClusterDirectory,
                    follows?.MinSilos ?? parse.GetValue(silos) ?? DefaultSilos,
                    parse.GetValue(slots),
                    parse.GetValue(postgres),
                    parse.GetRequiredValue(cluster),
                    parse.GetRequiredValue(schema),
                    host.Read(parse),
                    parse.GetValue(events)?.FullName,
                    follows)
                {
                    AllowsChaos = allowsChaos,
                },
                cancellationToken);
        });
        return command;
    }

    private static ScaleLimits? Follows(int? silos, (int? Min, int? Max, TimeSpan? After) given) => given switch
    {
        (null, null, null) => null,
        _ when silos is not null => throw EgException.Usage(
            "--silos is a number that stays; with --min, --max and --scale-in-after it follows the load. Give one or the other."),
        (var min, null, _) => throw EgException.Usage($"{(min is null ? "--scale-in-after" : "--min")} goes with --max: the most silos that there may be."),
        (var min, { } max, var after) => new ScaleLimits(min ?? 1, max, after ?? ScaleLimits.DefaultScaleIn),
    };

    /// <summary>What 'eg chaos' does must hit nothing but what was started here for it.</summary>
    private static bool MayBeBroken(ScaleLimits? follows, string? postgres, FileInfo? host) =>
        follows is not null ? throw EgException.Usage("--allow-chaos goes with a number of silos that stays: with --max one that leaves may be one too many, or broken. Give one or the other.")
        : postgres is not null ? throw EgException.Usage("--allow-chaos is for a cluster on a database of its own: on that of --postgres others may have silos, too. Give one or the other.")
        : host is not null ? throw EgException.Usage("--allow-chaos is for silos of this program: those of --host have not the kernels of 'eg chaos'. Give one or the other.")
        : true;

    private static async Task<ExitCode> RunAsync(UpSettings settings, CancellationToken cancellationToken)
    {
        using var signals = new StopSignals();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(signals.Token, cancellationToken);
        try
        {
            await using var cluster = await LocalCluster.PrepareAsync(settings, either.Token);
            await cluster.StartAsync(either.Token);
            Print(settings, cluster);
            if (settings.Scale is { } scale)
            {
                await using var view = new ClusterView(ClusterFile.Read(settings.Directory));
                await new ClusterScaler(cluster, view, scale).FollowAsync(either.Token);
            }

            await cluster.WatchAsync(either.Token);
            throw new EgException(ExitCode.Failed, "all silos have ended; jobs that were running go on at the next 'eg up'.");
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            Terminal.Note("the cluster is stopped; unfinished jobs go on at the next 'eg up'");
            return ExitCode.Done;
        }
    }

    private static string Hint(UpSettings settings) =>
        settings.Host is null ? "eg job submit pi --samples 2e9" : "eg job submit json KERNEL --input JSON";

    private static void Print(UpSettings settings, LocalCluster cluster)
    {
        foreach (var silo in cluster.Silos)
        {
            Terminal.Line($"{silo.Name}  pid {silo.Id}  log {silo.LogFile}");
        }

        var where = settings.Directory == new StatePlaces(null).ClusterDirectory ? "" : $" --state {settings.Directory}";
        Terminal.Line($"cluster '{settings.Cluster}' is up in {EgProcess.Elapsed.TotalSeconds:0.0} s; from another terminal: {Hint(settings)}{where}");
    }
}
