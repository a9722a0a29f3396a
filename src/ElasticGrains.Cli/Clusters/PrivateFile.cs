namespace ElasticGrains.Cli.Clusters;

/// <summary>Files with secrets: nobody but their owner may read them, at no moment.</summary>
internal static class PrivateFile
{
    /// <summary>What the name of a draft ends with, until it takes the file's place.</summary>
    public const string DraftSuffix = ".new";

    public static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var draft = path + DraftSuffix;
        File.Delete(draft);
        using (var writer = new StreamWriter(draft, options))
        {
            writer.Write(text);
        }

        File.Move(draft, path, overwrite: true);
    }
}
