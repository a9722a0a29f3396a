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
            // All of it once: a part may hold many files.
            await using var whole = inputs.OpenWhole(input);
            if (input.Files is [{ Path: "" } only])
            {
                await CopyAsync(whole, only.Length, draft, cancellationToken);
                File.Move(draft, place);
                return;
            }

            var root = Path.GetFullPath(draft) + Path.DirectorySeparatorChar;
            foreach (var file in input.Files!)
            {
                // Its path was looked at when it was put; here it is looked at once more, where it could do harm.
                var full = Path.GetFullPath(Path.Combine(root, file.Path));
                if (!full.StartsWith(root, StringComparison.Ordinal))
                {
                    throw EgException.Refused($"input '{input.Name}' has a file '{file.Path}', which is outside of it; nothing was written.");
                }

                Directory.CreateDirectory(Path.GetDirectoryName(full)!);
                await CopyAsync(whole, file.Length, full, cancellationToken);
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

    private static async Task CopyAsync(Stream from, long length, string to, CancellationToken cancellationToken)
    {
        var buffer = new byte[Math.Min(length, BufferBytes)];
        await using var file = new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        while (length > 0)
        {
            var some = buffer.AsMemory(0, (int)Math.Min(length, buffer.Length));
            await from.ReadExactlyAsync(some, cancellationToken);
            await file.WriteAsync(some, cancellationToken);
            length -= some.Length;
        }

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
