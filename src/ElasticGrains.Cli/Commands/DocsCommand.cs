using System.CommandLine;
using ElasticGrains.Cli.Reference;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg docs …</c>: writes the references in <c>docs/</c>. For whoever changes a command or a setting.</summary>
internal static class DocsCommand
{
    public static Command Create()
    {
        var cli = new Command("cli", "The commands: eg docs cli > docs/cli.md");
        cli.SetAction(parse => Print(CommandReference.Render(parse.RootCommandResult.Command)));
        var configuration = new Command("configuration", "The settings: eg docs configuration > docs/configuration.md");
        configuration.SetAction(_ => Print(SettingsReference.Render()));
        return new Command("docs", "Write the references from the code.") { Hidden = true, Subcommands = { cli, configuration } };
    }

    private static int Print(string document)
    {
        Console.Out.Write(document);
        return (int)ExitCode.Done;
    }
}
