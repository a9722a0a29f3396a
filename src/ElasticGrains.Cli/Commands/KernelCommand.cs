using System.CommandLine;
using ElasticGrains.Cli.Faces;
using ElasticGrains.Cli.Output;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg kernel …</c>.</summary>
internal static class KernelCommand
{
    public static Command Create() => new("kernel", "List the kernels, and check that one keeps the law.")
    {
        List(),
        KernelCheckCommand.Create(),
    };

    private static Command List()
    {
        var output = new OutputOptions();
        var command = new Command("list", "The kernels that 'eg run' knows.");
        output.AddTo(command);
        command.SetAction(parse =>
        {
            var faces = KernelFaces.Create();
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(faces.Select(face => new { face.Kernel.Name, face.Kernel.Version, face.Description, Items = face.ItemWord }));
                return (int)ExitCode.Done;
            }

            var table = new TextTable("KERNEL", "VERSION#", "ITEMS", "WHAT IT DOES");
            foreach (var face in faces)
            {
                table.Add(face.Kernel.Name, $"{face.Kernel.Version}", face.ItemWord, face.Description);
            }

            Terminal.Table(table);
            return (int)ExitCode.Done;
        });
        return command;
    }
}
