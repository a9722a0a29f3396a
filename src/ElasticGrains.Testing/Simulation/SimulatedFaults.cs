namespace ElasticGrains.Testing.Simulation;

/// <summary>What goes wrong in a simulated grid.</summary>
[Flags]
public enum SimulatedFaults
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Silos are killed: any, that of the job's grain, all at once, or between two steps of one decision. Each starts again.</summary>
    Kills = 1,

    /// <summary>Silos stand still for up to six seconds, and go on.</summary>
    Freezes = 2,

    /// <summary>
    /// Messages between silos are lost, late, doubled or overtaken; silos are cut off from all others, in one direction, or into two sides that may give each
    /// other's silos up; slots are refused.
    /// </summary>
    Messages = 4,

    /// <summary>The database is away or slow, for all silos or for one. What it was asked meanwhile may be done or not.</summary>
    Database = 8,

    /// <summary>A job, a shard or the resource manager lives twice; a silo that lives is declared dead.</summary>
    Takeovers = 16,

    /// <summary>The kernel throws at some items, once or twice each, as for want of memory or a file.</summary>
    Failures = 32,

    /// <summary>Silos are drained and cordoned, shards are moved and split by hand. Two orders at most while a job runs, which are not counted.</summary>
    Orders = 64,

    /// <summary>All of these.</summary>
    All = Kills | Freezes | Messages | Database | Takeovers | Failures | Orders,
}
