namespace ElasticGrains.Cli.Uploads;

/// <summary>A file of this machine that is to be put into a grid.</summary>
/// <param name="Path">Where it will be in its input; empty for the only one.</param>
/// <param name="File">Where it is.</param>
/// <param name="Length">In bytes, when it was looked at.</param>
internal sealed record LocalFile(string Path, string File, long Length)
{
    /// <exception cref="EgException">It cannot be read.</exception>
    public Stream Open()
    {
        try
        {
            return new FileStream(File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EgException(ExitCode.Usage, $"the input cannot be read: {error.Message}", error);
        }
    }
}
