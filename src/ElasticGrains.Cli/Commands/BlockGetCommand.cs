using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg block get</c>: the bytes of a block, to a file.</summary>
internal static class BlockGetCommand
{
    private const string StandardOutput = "-";

    public static Command Create()
    {
        var id = JobCommand.Id();
        var block = BlockCommand.Id();
        var to = new Option<string>("--to") { Description = "The file to write, which must not exist yet; - for the standard output.", HelpName = "FILE", Required = true };
        var state = new StateOption();
        var command = new Command("get", "The bytes of a block, checked, to a file. They are as the kernel's codec wrote them.") { id, block, to };
        state.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var (jobId, file) = (parse.GetRequiredValue(id), parse.GetRequiredValue(to));
            if (file != StandardOutput && (File.Exists(file) || Directory.Exists(file)))
            {
                throw EgException.Usage($"--to: {file} exists already; name another file, or remove it.");
            }

            await using var ledger = await JobSearch.OpenAsync(state.Read(parse), jobId, cancellationToken);
            var stored = await BlockQuestions.FindAsync(ledger, jobId, parse.GetRequiredValue(block), cancellationToken);
            var (content, trouble) = await BlockQuestions.ReadAsync(ledger, jobId, stored.Handle, cancellationToken);
            if (trouble is not null)
            {
                throw new EgException(ExitCode.Failed, trouble);
            }

            await WriteAsync(file, content, cancellationToken);
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static async Task WriteAsync(string file, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (file == StandardOutput)
        {
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(content, cancellationToken);
            return;
        }

        // Whole or not at all.
        var draft = $"{file}.{Path.GetRandomFileName()}";
        try
        {
            await using (var stream = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 20, FileOptions.Asynchronous))
            {
                await stream.WriteAsync(content, cancellationToken);
            }

            File.Move(draft, file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw EgException.Usage($"--to: {file} cannot be written: {error.Message}");
        }
        finally
        {
            if (Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(draft))))
            {
                File.Delete(draft);
            }
        }

        Terminal.Note($"{Figures.Short(content.Length, "bytes")} written to {file}");
    }
}
