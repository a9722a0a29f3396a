namespace ElasticGrains.Scheduling;

/// <summary>What came of an order to a silo.</summary>
[GenerateSerializer, Alias("eg.silo.order-status")]
public enum SiloOrderStatus
{
    /// <summary>The silo has it.</summary>
    Taken = 0,

    /// <summary>There is no such silo, or it does not answer any more.</summary>
    Unknown = 1,

    /// <summary>No other silo takes on anything: what runs on this one would have nowhere to go.</summary>
    IsLastOpen = 2,

    /// <summary>The silo is draining already; it cannot be opened again.</summary>
    IsDraining = 3,
}
