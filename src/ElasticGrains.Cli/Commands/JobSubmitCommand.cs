using System.CommandLine;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.Faces;

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

        return submit;
    }

    private static Command Of(IKernelFace face)
    {
        var command = new Command(face.Kernel.Name, face.Description);
        var noWait = new Option<bool>("--no-wait") { Description = "Print the job's id once it is accepted, and leave it running." };
        var options = new JobOptionSet();
        face.AddTo(command);
        command.Options.Add(noWait);
        options.AddTo(command);
        command.SetAction(async (parse, cancellationToken) => (int)await ClusterRun.ExecuteAsync(
            face, face.ReadInput(parse), options.Read(parse), !parse.GetValue(noWait), cancellationToken));
        return command;
    }
}
