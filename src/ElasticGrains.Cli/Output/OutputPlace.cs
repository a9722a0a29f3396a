using System.CommandLine;
using ElasticGrains.S3;

namespace ElasticGrains.Cli.Output;

/// <summary>Where bytes are written instead of being shown: there they are whole or not at all, and nothing is written over.</summary>
internal sealed class OutputPlace
{
    private const string Name = "--to";
    private const string StandardOutput = "-";

    private readonly string _place;

    private OutputPlace(string place) => _place = place;

    public static Option<string> Option(string description, bool isRequired) => new(Name)
    {
        Description = $"{description}: a file or s3://BUCKET/KEY, which must not exist yet; - for the standard output.",
        HelpName = "FILE",
        Required = isRequired,
    };

    /// <summary>The place that is named; null when none is.</summary>
    /// <exception cref="EgException">Nothing can be written there.</exception>
    public static OutputPlace? Read(ParseResult parse, Option<string> option)
    {
        if (parse.GetValue(option) is not { } place)
        {
            return null;
        }

        if (S3Inputs.Owns(place))
        {
            try
            {
                S3Outputs.Check(place);
            }
            catch (ArgumentException error)
            {
                throw EgException.Usage($"{Name}: {error.Message}");
            }
        }
        else if (place != StandardOutput && (File.Exists(place) || Directory.Exists(place)))
        {
            throw Exists(place);
        }

        return new OutputPlace(place);
    }

    /// <exception cref="EgException">It cannot be written.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (_place == StandardOutput)
        {
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(content, cancellationToken);
            return;
        }

        if (!S3Inputs.Owns(_place))
        {
            await WriteFileAsync(content, cancellationToken);
        }
        else if (!await S3Outputs.CreateAsync(_place, content, cancellationToken))
        {
            throw Exists(_place);
        }

        Terminal.Note($"{Figures.Short(content.Length, "bytes")} written to {_place}");
    }

    private async Task WriteFileAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var draft = $"{_place}.{Path.GetRandomFileName()}";
        var isBegun = false;
        try
        {
            await using (var stream = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 20, FileOptions.Asynchronous))
            {
                isBegun = true;
                await stream.WriteAsync(content, cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, _place);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw EgException.Usage($"{Name}: {_place} cannot be written: {error.Message}");
        }
        finally
        {
            if (isBegun)
            {
                File.Delete(draft);
            }
        }
    }

    private static EgException Exists(string place) => EgException.Usage($"{Name}: {place} exists already; name another, or remove it.");
}
