namespace ElasticGrains.Jobs;

/// <summary>Whose fault a failure is.</summary>
[GenerateSerializer, Alias("eg.job.fault")]
public enum FailureFault
{
    /// <summary>The user's kernel.</summary>
    Kernel = 0,

    /// <summary>The user's input: no retry helps.</summary>
    Input = 1,

    /// <summary>The grid or the machine under it.</summary>
    Grid = 2,
}
