using System.CommandLine;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Cli.State;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg shard move</c> and <c>eg shard split</c>.</summary>
internal static class ShardMoveCommands
{
    public static Command Move()
    {
        var id = JobCommand.Id();
        var number = Number();
        var to = new Option<string>("--to") { Description = "The silo: its name as 'eg silo list' shows it, or as much of its beginning as tells it from others.", HelpName = "SILO", Required = true };
        var timeout = Timeout("How long to wait for a slot there. Default: 30s, after which the shard takes any slot.");
        return Create("move", "Have a running shard commit what it has computed, and go on on another silo.", [id, number], [to, timeout], async (parse, cancellationToken) =>
        {
            var (jobId, places) = (parse.GetRequiredValue(id), parse.Places);
            await using var ledger = await JobSearch.OpenAsync(places, jobId, cancellationToken);
            await using var cluster = ClusterOf(ledger, jobId);
            var watch = await ShardWatch.BeginAsync(ledger, jobId, parse.GetValue(number), cancellationToken);
            var target = SiloChoice.Find(await cluster.HeardSilosAsync(cancellationToken), parse.GetRequiredValue(to));
            if (target.Intake is { } intake and not SiloIntake.Open)
            {
                throw EgException.Refused($"{target.Name} is {intake.ToString().ToLowerInvariant()} and takes on nothing new; 'eg silo list' shows those that do.");
            }

            if (watch.Shard is { Phase: ShardPhase.Running } running && running.Silo == target.Name)
            {
                throw EgException.Refused($"shard {parse.GetValue(number)} of job {jobId} runs on {target.Name} already.");
            }

            var job = await cluster.JobAsync(jobId, cancellationToken);
            Refuse(await job.MoveShardAsync(parse.GetValue(number), target.Name).WaitAsync(cancellationToken));
            var news = await watch.UntilAsync(
                events => events.Any(it => it is LedgerEvent.AttemptEnded { Move: null } or LedgerEvent.Finished)
                    || (events.Any(it => it is LedgerEvent.AttemptEnded) && events.Any(it => it is LedgerEvent.Granted)),
                parse.GetValue(timeout),
                cancellationToken);
            var ended = news.OfType<LedgerEvent.AttemptEnded>().FirstOrDefault();
            var granted = news.OfType<LedgerEvent.Granted>().FirstOrDefault();
            return new Told(
                new { Job = jobId, Shard = watch.Shard.Number, From = watch.Shard.Silo, ended?.End, To = granted?.Silo, granted?.Slot, granted?.Attempt },
                Text(watch.Shard, target.Name, ended, granted, news.Any(it => it is LedgerEvent.Finished)),
                granted is null && ended is { Move: not null } or null ? ExitCode.Failed : ExitCode.Done);
        });
    }

    public static Command Split()
    {
        var id = JobCommand.Id();
        var number = Number();
        var timeout = Timeout("How long to wait for the cut. Default: 30s.");
        return Create("split", "Cut a running shard in two; the second half waits for a slot.", [id, number], [timeout], async (parse, cancellationToken) =>
        {
            var (jobId, places) = (parse.GetRequiredValue(id), parse.Places);
            await using var ledger = await JobSearch.OpenAsync(places, jobId, cancellationToken);
            await using var cluster = ClusterOf(ledger, jobId);
            var watch = await ShardWatch.BeginAsync(ledger, jobId, parse.GetValue(number), cancellationToken);
            var job = await cluster.JobAsync(jobId, cancellationToken);
            Refuse(await job.SplitShardAsync(parse.GetValue(number)).WaitAsync(cancellationToken));
            var news = await watch.UntilAsync(
                events => events.Any(it => it is LedgerEvent.Split or LedgerEvent.AttemptEnded or LedgerEvent.Finished), parse.GetValue(timeout), cancellationToken);
            var cut = news.OfType<LedgerEvent.Split>().FirstOrDefault();
            return new Told(
                new { Job = jobId, Shard = watch.Shard.Number, cut?.At, cut?.NewShard },
                cut is null
                    ? $"shard {watch.Shard.Number} was not cut: it has too little left to give up, or has ended"
                    : $"shard {watch.Shard.Number} ends at item {Figures.Count(cut.At)} now; shard {cut.NewShard} has what is behind that, and waits for a slot",
                cut is null ? ExitCode.Failed : ExitCode.Done);
        });
    }

    private static string Text(ShardState shard, string target, LedgerEvent.AttemptEnded? ended, LedgerEvent.Granted? granted, bool isOver) => (ended, granted) switch
    {
        ({ Move: null } it, _) => $"shard {shard.Number} did not move: its attempt {it.Attempt} {it.End.ToString().ToLowerInvariant()} first",
        (null, _) when isOver => "the job has ended meanwhile",
        (null, _) => $"shard {shard.Number} was asked, and has not come to a safe point on {shard.Silo} yet",
        (_, null) => $"shard {shard.Number} has committed and given up its slot on {shard.Silo}; it waits for a slot on {target}",
        (_, { } next) when next.Silo == target => $"shard {shard.Number} goes on as attempt {next.Attempt} on {next.Silo}, slot {next.Slot}; what it had computed on {shard.Silo} is committed",
        (_, { } next) => $"shard {shard.Number} goes on as attempt {next.Attempt} on {next.Silo}, slot {next.Slot}: {target} had no free slot in time, or has gone",
    };

    private static void Refuse(string? why)
    {
        if (why is not null)
        {
            throw EgException.Refused($"{why}.");
        }
    }

    private static ClusterView ClusterOf(OpenLedger ledger, string jobId) => new(ledger.Cluster
        ?? throw EgException.Refused($"job {jobId} is not a cluster's: all its shards run in the one process of its 'eg run'."));

    private static Argument<int> Number() =>
        new("SHARD") { Description = "The shard's number, as 'eg shard list' shows it.", CustomParser = Quantity.Between32(0) };

    private static Option<TimeSpan> Timeout(string description) => new("--timeout")
    {
        Description = description,
        HelpName = "TIME",
        DefaultValueFactory = _ => TimeSpan.FromSeconds(30),
        CustomParser = Duration.Between(TimeSpan.Zero),
    };

    private static Command Create(string verb, string description, Argument[] arguments, Option[] options, Func<Asked, CancellationToken, Task<Told>> act)
    {
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command(verb, description);
        foreach (var argument in arguments)
        {
            command.Arguments.Add(argument);
        }

        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var told = await act(new Asked(parse, state.Read(parse)), cancellationToken);
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(told.Document);
            }
            else
            {
                Terminal.Line(told.Text);
            }

            return (int)told.ExitCode;
        });
        return command;
    }

    private sealed record Asked(ParseResult Parse, StatePlaces Places)
    {
        public T GetRequiredValue<T>(Argument<T> argument) => Parse.GetRequiredValue(argument);

        public T GetRequiredValue<T>(Option<T> option) => Parse.GetRequiredValue(option);

        public T? GetValue<T>(Argument<T> argument) => Parse.GetValue(argument);

        public T? GetValue<T>(Option<T> option) => Parse.GetValue(option);
    }

    private sealed record Told(object Document, string Text, ExitCode ExitCode);
}
