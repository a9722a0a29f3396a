using System.CommandLine;
using System.Text;
using ElasticGrains.Cli.Commands;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.S3;

namespace ElasticGrains.Cli;

/// <summary>Parses the arguments, runs the command and turns every exception into one line and an exit code.</summary>
internal static class EgCommandLine
{
    /// <summary>The option of all commands; of <c>eg shard replay</c> it means more.</summary>
    public const string DebugOption = "--debug";

    internal const string DebugVariable = "EG_DEBUG";

    /// <summary>Every command, and what all of them take.</summary>
    public static RootCommand CreateRoot()
    {
        var root = RootCommands.Create();
        root.Options.Add(new Option<bool>(DebugOption)
        {
            Description = $"Show the stack of an error (or set {DebugVariable}=1). With 'shard replay': wait until a debugger is attached, and stop in it just before Compute.",
            Recursive = true,
        });
        return root;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        if (OperatingSystem.IsWindows())
        {
            // Consoles there begin in a code page of the past.
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }

        S3Inputs.Register();
        var root = CreateRoot();
        if (args.Length == 0)
        {
            await root.Parse(["--help"]).InvokeAsync();
            return (int)ExitCode.Usage;
        }

        var parse = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            if (parse.Action is not System.CommandLine.Help.HelpAction && UsageText.Find(parse) is { } problem)
            {
                throw EgException.Usage(problem);
            }

            // Signals are handled where a job runs, so that it stops cleanly; elsewhere the default ends the process.
            return await parse.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception error)
        {
            var (exitCode, text) = ExceptionText.Of(error);
            await Console.Error.WriteLineAsync($"eg: {text}");
            if (parse.GetValue<bool>(DebugOption) || Environment.GetEnvironmentVariable(DebugVariable) is { Length: > 0 } and not "0")
            {
                await Console.Error.WriteLineAsync(error.ToString());
            }

            return (int)exitCode;
        }
    }
}
