using ElasticGrains.Client;
using ElasticGrains.Inputs;

namespace ElasticGrains.Cli.Uploads;

/// <summary>Writes the files of an input to a disk: beside their place at first, so that there they are all, or none.</summary>
internal sealed class InputDownload(GridInputs inputs, UploadedInput input)
{
    private const int BufferBytes = 1 << 20;

    /// <exception cref="EgException">They cannot be written.</exception>
    /// <exception cref="UploadRefusedException">The input is not complete, or was deleted meanwhile.</exception>
    public async Task WriteAsync(string place, CancellationToken cancellationToken)
    {
        var draft = $"{Path.TrimEndingDirectorySeparator(place)}.{Path.GetRandomFileName()}";
        try
        {
            if (input.Files is null or [{ Path: "" }])
            {
                await CopyAsync("", draft, cancellationToken);
                File.Move(draft, place);
                return;
            }

            var root = Path.GetFullPath(draft) + Path.DirectorySeparatorChar;
            foreach (var file in input.Files)
            {
                // Its path was looked at when it was put; here it is looked at once more, where it could do harm.
                var full = Path.GetFullPath(Path.Combine(root, file.Path));
                if (!full.StartsWith(root, StringComparison.Ordinal))
                {
                    throw EgException.Refused($"input '{input.Name}' has a file '{file.Path}', which is outside of it; nothing was written.");
                }

                Directory.CreateDirectory(Path.GetDirectoryName(full)!);
                await CopyAsync(file.Path, full, cancellationToken);
            }

            Directory.Move(draft, place);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw EgException.Usage($"--to: {place} cannot be written: {error.Message}");
        }
        finally
        {
            Remove(draft);
        }
    }

    private async Task CopyAsync(string path, string to, CancellationToken cancellationToken)
    {
        await using var from = inputs.Open(input, path);
        await using var file = new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        await from.CopyToAsync(file, BufferBytes, cancellationToken);
        file.Flush(flushToDisk: true);
    }

    private static void Remove(string draft)
    {
        if (Directory.Exists(draft))
        {
            Directory.Delete(draft, recursive: true);
        }

        if (File.Exists(draft))
        {
            File.Delete(draft);
        }
    }
}
