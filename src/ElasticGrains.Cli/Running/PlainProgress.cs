using ElasticGrains.Cli.Output;

namespace ElasticGrains.Cli.Running;

/// <summary>Progress as lines on stderr: for logs and pipes.</summary>
internal sealed class PlainProgress : IProgressDisplay
{
    public TimeSpan Interval { get; } = TimeSpan.FromSeconds(2);

    public async Task ShowAsync(Func<Task<Progress?>> next)
    {
        var last = "";
        while (await next() is { } progress)
        {
            if (progress.Line is var line && line != last)
            {
                Terminal.Note(line);
                last = line;
            }
        }
    }
}
