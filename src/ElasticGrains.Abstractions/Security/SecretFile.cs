namespace ElasticGrains.Security;

/// <summary>A file with a secret, which nobody but its owner may read.</summary>
public static class SecretFile
{
    /// <summary>
    /// Where container runtimes mount secrets. They give them the mode of the file outside, or 0444, so that a user without rights can
    /// read them; inside there is nobody else, and what guards the file is the directory outside.
    /// </summary>
    private static readonly string[] Mounts = ["/run/secrets/", "/var/run/secrets/"];

    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode OthersUse = OthersWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Reads a secret: the file's text without white space around it.</summary>
    /// <param name="file">The path.</param>
    /// <param name="what">The file's name in messages: "token file".</param>
    /// <param name="remedy">How to make one, for the message when there is none.</param>
    /// <exception cref="ArgumentException">There is no such file, it cannot be read, or others may use it: the message says what to do.</exception>
    public static string Read(string file, string what, string remedy)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!File.Exists(file))
        {
            throw new ArgumentException($"The {what} {file} does not exist. {remedy}", nameof(file));
        }

        if (!OperatingSystem.IsWindows() && IsOpen(file, File.GetUnixFileMode(file)))
        {
            throw new ArgumentException($"Others than its owner may use the {what} {file}; run 'chmod 600 {file}'.", nameof(file));
        }

        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"The {what} {file} cannot be read: {error.Message}", nameof(file), error);
        }
    }

    /// <summary>True when others may use a file of this mode in a way that its place does not allow.</summary>
    internal static bool IsOpen(string file, UnixFileMode mode) => (mode & (IsMounted(file) ? OthersWrite : OthersUse)) != 0;

    private static bool IsMounted(string file) =>
        Path.GetFullPath(file) is var path && Array.Exists(Mounts, mount => path.StartsWith(mount, StringComparison.Ordinal));
}
