using System.CommandLine;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.Faces;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Cli.Running;
using ElasticGrains.Cli.Uploads;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg job submit KERNEL</c>: a job on a cluster.</summary>
internal static class JobSubmitCommand
{
    public static Command Create()
    {
        var submit = new Command("submit", "Submit a job to a cluster and watch it; Ctrl-C leaves it running.");
        foreach (var face in KernelFaces.Create())
        {
            submit.Subcommands.Add(Of(face));
        }

        submit.Subcommands.Add(Json());
        return submit;
    }

    /// <summary>A kernel that this program does not have; the silos do.</summary>
    private static Command Json()
    {
        var kernel = new Argument<string>("KERNEL") { Description = "The kernel's name, as its silos know it." };
        var version = new Option<int>("--kernel-version") { Description = "Its version.", HelpName = "N", DefaultValueFactory = _ => 1, CustomParser = Quantity.Between32(1) };
        var input = new Option<string>("--input") { Description = "Its input: JSON, or @FILE with JSON.", HelpName = "JSON", Required = true };
        var command = new Command("json", "Submit a job of a kernel that only the silos have (eg up --host), with its input as JSON.") { kernel, version, input };
        var noWait = NoWait();

        // Of a kernel that it does not have it cannot know that it reads nothing but its input.
        var options = new JobOptionSet(usesCache: false);
        command.Options.Add(noWait);
        options.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var settings = options.Read(parse);
            var spec = new JobSpec
            {
                Id = settings.JobId ?? JobSettings.FreshId(parse.GetRequiredValue(kernel)),
                Kernel = parse.GetRequiredValue(kernel),
                KernelVersion = parse.GetValue(version),
                Input = JsonInput.Read(parse.GetRequiredValue(input)),
                Policy = settings.Policy,
                Tags = settings.Tags,
            };
            return (int)await ClusterRun.ExecuteAsync(RawFace.Instance, spec, settings, !parse.GetValue(noWait), cancellationToken);
        });
        return command;
    }

    private static Option<bool> NoWait() => new("--no-wait") { Description = "Print the job's id once it is accepted, and leave it running." };

    private static Command Of(IKernelFace face)
    {
        var command = new Command(face.Kernel.Name, face.Description);
        var noWait = NoWait();
        var options = new JobOptionSet();
        face.AddTo(command);
        command.Options.Add(noWait);
        options.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var settings = options.Read(parse);
            using var inputs = InputFinder.OfCluster(settings.Places);
            return (int)await ClusterRun.ExecuteAsync(
                face, settings.SpecOf(face, face.ReadInput(parse)), settings, !parse.GetValue(noWait), cancellationToken);
        });
        return command;
    }
}
