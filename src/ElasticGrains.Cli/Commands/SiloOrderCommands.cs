using System.CommandLine;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg silo cordon</c>, <c>uncordon</c> and <c>drain</c>.</summary>
internal static class SiloOrderCommands
{
    public static Command Cordon() => Create(
        "cordon", "Have a silo take on nothing new; what runs there goes on.", SiloIntake.Cordoned, "takes on nothing new; what runs there goes on");

    public static Command Uncordon() => Create("uncordon", "Have a cordoned silo take on work again.", SiloIntake.Open, "takes on work again");

    public static Command Drain()
    {
        var name = Name();
        var timeout = new Option<TimeSpan>("--timeout")
        {
            Description = "How long to wait for it to leave. It goes on draining afterwards; the silo's own setting DrainDeadline decides when a long item is abandoned. Default: 2m00s.",
            HelpName = "TIME",
            DefaultValueFactory = _ => TimeSpan.FromMinutes(2),
            CustomParser = Duration.Between(TimeSpan.Zero),
        };
        var force = new Option<bool>("--force") { Description = "Even when no other silo takes on what it gives up." };
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command("drain", "Have a silo commit what it has computed, give its work to the others, and leave.") { name, timeout, force };
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            await using var cluster = new ClusterView(ClusterFile.Read(state.Read(parse).ClusterDirectory));
            var orders = new SiloOrders(cluster);
            var silo = await orders.GiveAsync(parse.GetRequiredValue(name), SiloIntake.Draining, parse.GetValue(force), cancellationToken);
            var took = await orders.UntilGoneAsync(silo, parse.GetValue(timeout), cancellationToken);
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(new { Silo = silo.Name, State = "left", Seconds = took.TotalSeconds });
            }
            else
            {
                Terminal.Line($"{silo.Name} has left after {Duration.Text(took)}");
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Command Create(string verb, string description, SiloIntake intake, string done)
    {
        var name = Name();
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command(verb, description) { name };
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            await using var cluster = new ClusterView(ClusterFile.Read(state.Read(parse).ClusterDirectory));
            var silo = await new SiloOrders(cluster).GiveAsync(parse.GetRequiredValue(name), intake, force: false, cancellationToken);
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(new { Silo = silo.Name, Intake = intake });
            }
            else
            {
                Terminal.Line($"{silo.Name} {done}");
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Argument<string> Name() => new("SILO") { Description = "The silo's name as 'eg silo list' shows it, or as much of its beginning as tells it from others." };
}
