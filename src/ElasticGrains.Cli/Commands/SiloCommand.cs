using System.CommandLine;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.Output;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg silo …</c>.</summary>
internal static class SiloCommand
{
    public static Command Create() => new("silo", "Look at the silos of a cluster, empty them, or be one.")
    {
        List(), SiloOrderCommands.Cordon(), SiloOrderCommands.Uncordon(), SiloOrderCommands.Drain(), Run(), Health(),
    };

    private static Command List()
    {
        var state = new StateOption();
        var output = new OutputOptions();
        var all = new Option<bool>("--all") { Description = "Those that are gone, too." };
        var command = new Command("list", "The silos of a cluster.") { all };
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            await using var cluster = new ClusterView(ClusterFile.Read(state.Read(parse).ClusterDirectory));
            var silos = await cluster.SilosAsync(parse.GetValue(all), cancellationToken);
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(silos);
            }
            else
            {
                Terminal.Table(SiloTable.Of(silos));
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Command Run()
    {
        var command = new Command("run", "Be a silo: configured by the environment (ElasticGrains__ConnectionString, …), for containers and services.");
        command.SetAction(async (_, cancellationToken) => (int)await SiloHost.RunAsync(cancellationToken));
        return command;
    }

    // For images and services, not for people: they have 'eg silo list'.
    private static Command Health()
    {
        var command = new Command("health", "Ask the silo that this environment configures whether it is ready.") { Hidden = true };
        command.SetAction(async (_, cancellationToken) =>
        {
            await SiloHealth.AskAsync(cancellationToken);
            return (int)ExitCode.Done;
        });
        return command;
    }
}
