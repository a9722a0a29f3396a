using System.CommandLine;
using ElasticGrains.Cli.Faces;
using ElasticGrains.Cli.Output;
using ElasticGrains.Testing.Laws;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg kernel check NAME</c>: does the kernel keep its law on this input?</summary>
internal static class KernelCheckCommand
{
    public static Command Create()
    {
        var check = new Command("check", "Run a kernel against its law on an input and say what broke.");
        foreach (var face in KernelFaces.Create())
        {
            check.Subcommands.Add(Of(face));
        }

        return check;
    }

    private static Command Of(IKernelFace face)
    {
        var output = new OutputOptions();
        var command = new Command(face.Kernel.Name, face.Description);
        face.AddTo(command);
        output.AddTo(command);
        command.SetAction(parse =>
        {
            var report = KernelLaw.Check(face.Kernel.Bind(face.ReadInput(parse)));
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(report);
            }
            else
            {
                Terminal.Line(report.ToString());
            }

            return (int)(report.Holds ? ExitCode.Done : ExitCode.Failed);
        });
        return command;
    }
}
