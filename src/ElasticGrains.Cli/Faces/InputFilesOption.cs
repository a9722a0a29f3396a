using System.CommandLine;
using ElasticGrains.Cli.State;
using ElasticGrains.Inputs;
using ElasticGrains.Kernels.Inputs;

namespace ElasticGrains.Cli.Faces;

/// <summary>The files of a kernel that reads text.</summary>
internal sealed class InputFilesOption
{
    private readonly Option<string[]> _patterns = new("--input", "-i")
    {
        Description = "Files, patterns such as 'src/**/*.cs' (quote them), or s3://BUCKET/PREFIX, s3://BUCKET/logs/**/*.txt, with '?endpoint=https://HOST:PORT' for another service than AWS; or grid://NAME, grid://NAME/logs/**/*.txt for what 'eg input put' put there.",
        HelpName = "GLOB...",
        Required = true,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    public void AddTo(Command command) => command.Options.Add(_patterns);

    public FileManifest Read(ParseResult parse)
    {
        try
        {
            return WithoutLedgers(InputPattern.Resolve(parse.GetRequiredValue(_patterns), Environment.CurrentDirectory));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EgException(ExitCode.Usage, $"the input cannot be read: {error.Message}", error);
        }
    }

    // A pattern such as '**/*' also finds the ledgers of earlier runs: counting them would be wrong, and no job could be resumed.
    private static FileManifest WithoutLedgers(FileManifest manifest)
    {
        var ledgers = Path.GetFullPath(StatePlaces.DefaultRoot) + Path.DirectorySeparatorChar;
        var files = manifest.Files.Where(file => !file.Path.StartsWith(ledgers, StringComparison.Ordinal)).ToArray();
        return files.Length > 0 ? manifest with { Files = files } : throw EgException.Usage($"the input holds no file but ledgers in {StatePlaces.DefaultRoot}/");
    }
}
