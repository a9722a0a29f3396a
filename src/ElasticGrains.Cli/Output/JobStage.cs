namespace ElasticGrains.Cli.Output;

/// <summary>A stage of a job.</summary>
/// <param name="Name">map: ranges are computed; reduce: partials are joined as they are committed; finish: the answer is made.</param>
/// <param name="State">Where it stands.</param>
/// <param name="From">When it began; null while it has not.</param>
/// <param name="To">When it ended, by itself or with the job; null while it has not.</param>
internal sealed record JobStage(string Name, JobStageState State, DateTimeOffset? From, DateTimeOffset? To);
