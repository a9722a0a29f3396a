namespace ElasticGrains.Cli.Bench;

/// <summary>A real text repeated until it has the wanted size; gone at the end.</summary>
internal sealed class Corpus : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("eg-corpus-");

    private Corpus()
    {
    }

    public string Path => System.IO.Path.Combine(_directory.FullName, "corpus.txt");

    public long Length => new FileInfo(Path).Length;

    public static async Task<Corpus> RepeatAsync(string text, long bytes, CancellationToken cancellationToken)
    {
        var corpus = new Corpus();
        var content = await File.ReadAllBytesAsync(text, cancellationToken);
        if (content.Length == 0)
        {
            throw new EgException(ExitCode.Usage, $"{text} is empty: name a text of some megabytes.");
        }

        await using var file = File.Create(corpus.Path, 1 << 20);
        for (var written = 0L; written < bytes; written += content.Length)
        {
            await file.WriteAsync(content, cancellationToken);
        }

        return corpus;
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
