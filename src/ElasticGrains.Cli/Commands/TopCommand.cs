using System.CommandLine;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Running;
using ElasticGrains.Cli.Top;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg top</c>: silos, slots and jobs of a cluster, again and again.</summary>
internal static class TopCommand
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A shard commits every 2 s unless its job says otherwise: over less its rate would be nothing, or twice as much.
    private static readonly TimeSpan OneRate = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var state = new StateOption();
        var output = new OutputOptions();
        var once = new Option<bool>("--once") { Description = "One picture, with rates of the last two seconds, and end; without a terminal it always does." };
        var command = new Command("top", "Silos, slots and jobs of a cluster, live; Ctrl-C ends it.") { once };
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var signals = new StopSignals();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(signals.Token, cancellationToken);
            await using var cluster = new ClusterView(ClusterFile.Read(state.Read(parse).ClusterDirectory));
            var watch = new TopWatch(cluster);
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(await LookOnceAsync(watch, either.Token));
            }
            else if (parse.GetValue(once) || !Terminal.IsInteractive)
            {
                TopDisplay.Print(await LookOnceAsync(watch, either.Token));
            }
            else
            {
                await TopDisplay.ShowAsync(watch.LookAsync, Interval, either.Token);
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    /// <summary>A look with rates, for which it takes an earlier one; at once where nothing runs.</summary>
    private static async Task<TopLook> LookOnceAsync(TopWatch watch, CancellationToken cancellationToken)
    {
        var first = await watch.LookAsync(cancellationToken);
        if (first.Waiting == 0)
        {
            return first;
        }

        await Task.Delay(OneRate, TimeProvider.System, cancellationToken);
        return await watch.LookAsync(cancellationToken);
    }
}
