namespace ElasticGrains.Cli.Clusters;

/// <summary>The directory of a cluster on this machine, for this user alone.</summary>
internal static class StateFolder
{
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
