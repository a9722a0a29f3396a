using System.CommandLine;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.Output;
using ElasticGrains.Elasticity;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg scale</c>: how many silos a cluster should have by its load, for people and for whatever starts and stops them.</summary>
internal static class ScaleCommand
{
    public static Command Create()
    {
        var limits = new ScaleOptions(int.MaxValue, "The fewest silos. Default: 1.", "The most silos. Default: no bound.");
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command("scale", "How many silos a cluster should have by its load, why, and which could go. Changes nothing.");
        limits.AddTo(command);
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var (min, max, after) = limits.Read(parse);
            var least = min ?? ScaleLimits.Default.MinSilos;
            await using var cluster = new ClusterView(ClusterFile.Read(state.Read(parse).ClusterDirectory));
            var advice = await cluster.ScaleAsync(
                new ScaleLimits(least, max ?? ScaleLimits.Default.MaxSilos, after ?? ScaleLimits.DefaultScaleIn), cancellationToken);
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(advice);
            }
            else
            {
                ScalePrinter.Print(advice);
            }

            return (int)ExitCode.Done;
        });
        return command;
    }
}
