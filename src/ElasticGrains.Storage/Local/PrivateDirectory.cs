namespace ElasticGrains.Storage.Local;

/// <summary>Directories that nobody but their owner may enter.</summary>
public static class PrivateDirectory
{
    /// <summary>Creates it when it is missing; one that exists stays as it is.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
