using System.CommandLine;
using ElasticGrains.Cli.Faces;
using ElasticGrains.Cli.Running;
using ElasticGrains.Cli.Uploads;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg run KERNEL</c>: a job in this process, from submission to receipt.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var run = new Command("run", "Run a job in this process and wait for its answer.");
        foreach (var face in KernelFaces.Create())
        {
            run.Subcommands.Add(Of(face));
        }

        return run;
    }

    private static Command Of(IKernelFace face)
    {
        var command = new Command(face.Kernel.Name, face.Description);
        var options = new RunOptions();
        face.AddTo(command);
        options.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var settings = options.Read(parse);
            using var inputs = InputFinder.OfDirectory(settings.Job.Places);
            return (int)await EmbeddedRun.ExecuteAsync(face, face.ReadInput(parse), settings, cancellationToken);
        });
        return command;
    }
}
