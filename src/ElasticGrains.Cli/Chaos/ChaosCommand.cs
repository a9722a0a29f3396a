using System.CommandLine;
using ElasticGrains.Cli.Chaos.Faults;
using ElasticGrains.Cli.Chaos.Workloads;
using ElasticGrains.Cli.Commands;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Cli.State;

namespace ElasticGrains.Cli.Chaos;

/// <summary><c>eg chaos</c>: breaks a cluster on purpose, under work, and proves that nothing was lost.</summary>
internal static class ChaosCommand
{
    private const int UsualSilos = 4;
    private const int UsualSlots = 2;

    public static Command Create()
    {
        var minutes = new Option<double>("--minutes") { Description = "How long faults happen, in minutes.", HelpName = "N", DefaultValueFactory = _ => 5, CustomParser = Minutes.Parse };
        var every = new Option<TimeSpan>("--every")
        {
            Description = "The mean time between two faults. Default: 8s.",
            HelpName = "TIME",
            DefaultValueFactory = _ => TimeSpan.FromSeconds(8),
            CustomParser = Duration.Between(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
        };
        var seed = new Option<int?>("--seed") { Description = "The same seed gives the same faults at the same times. Default: by chance, and printed.", HelpName = "N", CustomParser = result => Quantity.Between32(0)(result) };
        var faults = new Option<IReadOnlyList<FaultKind>?>("--faults")
        {
            Description = $"What may happen, with commas: {Choice.Words<FaultKind>().Replace('|', ',')}. Default: all that is possible here, but 'all', which kills all silos at once.",
            HelpName = "KINDS",
            CustomParser = ChoiceList.Parse<FaultKind>,
        };
        var workload = new Option<IReadOnlyList<WorkloadKind>>("--workload")
        {
            Description = $"What runs meanwhile, with commas: {Choice.Words<WorkloadKind>().Replace('|', ',')}. Default: all of them.",
            HelpName = "KINDS",
            DefaultValueFactory = _ => Enum.GetValues<WorkloadKind>(),
            CustomParser = ChoiceList.Parse<WorkloadKind>,
        };
        var silos = new Option<int?>("--silos") { Description = $"Silos of a cluster of its own. Default: {UsualSilos}.", HelpName = "N", CustomParser = result => Quantity.Between32(2, 64)(result) };
        var slots = new Option<int?>("--slots") { Description = $"Slots of each of them. Default: {UsualSlots}.", HelpName = "N", CustomParser = result => Quantity.Between32(1, 1024)(result) };
        var noQuiet = new Option<bool>("--no-quiet") { Description = "Leave out the run without faults, against which slowdown is measured." };
        var state = new Option<string?>("--state") { Description = "The directory of a cluster of 'eg up --allow-chaos'. Default: a cluster of its own, which is gone at the end.", HelpName = "DIR" };
        var output = new OutputOptions();
        var command = new Command("chaos", "Break a cluster on purpose while it works, and prove that nothing was lost.") { minutes, every, seed, faults, workload, silos, slots, noQuiet, state };
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var directory = parse.GetValue(state);
            if (directory is not null && (parse.GetValue(silos) ?? parse.GetValue(slots)) is not null)
            {
                throw EgException.Usage("--silos and --slots are those of a cluster of its own; the cluster of --state has its silos.");
            }

            var settings = new ChaosSettings(
                directory is null ? null : new StatePlaces(directory),
                parse.GetValue(silos) ?? UsualSilos,
                parse.GetValue(slots) ?? UsualSlots,
                TimeSpan.FromMinutes(parse.GetValue(minutes)),
                parse.GetValue(every),
                parse.GetValue(seed) ?? System.Security.Cryptography.RandomNumberGenerator.GetInt32(1_000_000),
                parse.GetValue(faults),
                parse.GetRequiredValue(workload),
                Quiet: !parse.GetValue(noQuiet));
            return (int)await ChaosSession.RunAsync(settings, output.Read(parse), cancellationToken);
        });
        return command;
    }
}
