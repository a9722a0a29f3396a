namespace ElasticGrains.Cli.Running;

/// <summary>No progress: the answer only.</summary>
internal sealed class QuietProgress : IProgressDisplay
{
    public TimeSpan Interval { get; } = TimeSpan.FromSeconds(2);

    public async Task ShowAsync(Func<Task<Progress?>> next)
    {
        while (await next() is not null)
        {
        }
    }
}
