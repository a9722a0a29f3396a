using System.CommandLine;
using System.Globalization;
using ElasticGrains.Accelerators.Devices;
using ElasticGrains.Cli.Output;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg gpu …</c>.</summary>
internal static class GpuCommand
{
    public static Command Create() => new("gpu", "Look at the accelerators of this machine.") { List() };

    private static Command List()
    {
        var output = new OutputOptions();
        var command = new Command("list", "The accelerators that this machine's drivers know of and that a process here may use.");
        output.AddTo(command);
        command.SetAction(parse =>
        {
            var devices = AcceleratorDiscovery.Find(out var problem);
            if (problem is not null)
            {
                Console.Error.WriteLine($"eg: NVIDIA's driver is here, and does not work: {problem}");
            }

            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(devices.Select(device => new
                {
                    Device = device.ShortName,
                    device.Id,
                    Kind = device.Kind.ToString().ToLowerInvariant(),
                    device.Name,
                    device.MemoryBytes,
                    device.FreeBytes,
                    device.UtilizationPercent,
                    device.ComputeCapability,
                    device.Problem,
                }));
            }
            else if (devices.Count == 0)
            {
                Console.WriteLine(problem is null ? "no accelerator: no NVIDIA driver and no OpenCL platform here has one that this process may use" : "no accelerator");
            }
            else
            {
                Terminal.Table(Draw(devices));
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static TextTable Draw(IEnumerable<Accelerator> devices)
    {
        var table = new TextTable("DEVICE", "NAME", "COMPUTE#", "MEMORY#", "FREE#", "BUSY#", "STATE", "ID");
        foreach (var device in devices)
        {
            table.Add(
                device.ShortName,
                device.Name,
                device.ComputeCapability ?? "-",
                Figures.Short(device.MemoryBytes, "bytes"),
                device.FreeBytes is { } free ? Figures.Short(free, "bytes") : "-",
                device.UtilizationPercent is { } busy ? string.Create(CultureInfo.InvariantCulture, $"{busy} %") : "-",
                device.Problem ?? "healthy",
                device.Id);
        }

        return table;
    }
}
