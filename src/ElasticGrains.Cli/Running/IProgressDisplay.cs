namespace ElasticGrains.Cli.Running;

/// <summary>Shows a job while it runs.</summary>
internal interface IProgressDisplay
{
    /// <summary>How often it wants to be told.</summary>
    TimeSpan Interval { get; }

    /// <summary>Calls <paramref name="next"/> until it returns null and shows what it returns.</summary>
    Task ShowAsync(Func<Task<Progress?>> next);
}
