namespace ElasticGrains.Scheduling;

/// <summary>Grants slots of silos to jobs. Soft state: rebuilt from what silos and jobs say. Key 0.</summary>
[GrainInterfaceType("eg.resource-manager"), Alias("eg.resource-manager")]
public interface IResourceManagerGrain : IGrainWithIntegerKey
{
    /// <summary>How many more slots a job could use now, beside those it holds; replaces what it asked for before. 0 withdraws.</summary>
    [Alias("request")]
    Task RequestAsync(string jobId, int wanted);

    /// <summary>A job returns a slot that it did not use.</summary>
    [Alias("return")]
    Task ReturnAsync(SlotLease lease);

    /// <summary>A silo says what it has.</summary>
    [Alias("report")]
    Task ReportAsync(SlotReport report);

    /// <summary>The latest report of each silo that is there.</summary>
    [Alias("silos")]
    Task<IReadOnlyList<SlotReport>> GetSilosAsync();
}
