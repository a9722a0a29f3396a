namespace ElasticGrains.Testing.Simulation;

/// <summary>How large the simulated world is and how hard its weather. Ranges include both ends.</summary>
public sealed record SimulationProfile
{
    /// <summary>Jobs of at least fifty shards, each struck by at least three faults.</summary>
    public static SimulationProfile Standard { get; } = new();

    /// <summary>Few, long shards: most shards come from splits.</summary>
    public static SimulationProfile Splitting { get; } = new() { MinShards = 1, MaxShards = 4, MinItems = 400, MaxItems = 800, MinFaults = 3, MaxFaults = 6 };

    /// <summary>The same grid in fair weather.</summary>
    public static SimulationProfile Calm { get; } = new()
    {
        MinFaults = 0,
        MaxFaults = 0,
        Loss = 0,
        Duplication = 0,
        Delay = 0,
        KernelFailures = 0,
        Endings = 0,
        MaxOrders = 0,
    };

    /// <summary>
    /// The same weather, and in every job an item that kills the silo on which it is computed, each time. Runs are longer than what is tried
    /// together.
    /// </summary>
    public static SimulationProfile Killing { get; } = new() { Killers = 1, MaxShards = 160 };

    /// <summary>Fair weather, in which silos are drained and cordoned, and shards moved and split.</summary>
    public static SimulationProfile Orderly { get; } = Calm with { MinOrders = 2, MaxOrders = 5 };

    /// <summary>Fair weather, few shards, and work that is not even: the items of one region cost ten times as much, and one silo is five times slower.</summary>
    public static SimulationProfile Uneven { get; } = Calm with { DearBy = 10, SlowBy = 5, MinShards = 1, MaxShards = 8, MinItems = 3000, MaxItems = 6000, Patience = TimeSpan.FromMinutes(15) };

    /// <summary>How many times as much the items of one region of each job cost; 1 for no such region.</summary>
    public int DearBy { get; init; } = 1;

    /// <summary>How many times longer one of the silos takes for the same; 1 for none.</summary>
    public int SlowBy { get; init; } = 1;

    /// <summary>The fewest orders of people while a job runs.</summary>
    public int MinOrders { get; init; }

    /// <summary>The most: drains and cordons of silos, moves and splits of shards.</summary>
    public int MaxOrders { get; init; } = 2;

    /// <summary>The fewest shards that a job is planned with.</summary>
    public int MinShards { get; init; } = 50;

    /// <summary>The most shards that a job is planned with.</summary>
    public int MaxShards { get; init; } = 56;

    /// <summary>The fewest items of a job.</summary>
    public int MinItems { get; init; } = 160;

    /// <summary>The most items of a job.</summary>
    public int MaxItems { get; init; } = 320;

    /// <summary>The fewest faults that strike while a job runs.</summary>
    public int MinFaults { get; init; } = 3;

    /// <summary>The most.</summary>
    public int MaxFaults { get; init; } = 6;

    /// <summary>The probability that a message between silos is lost in the storm.</summary>
    public double Loss { get; init; } = 0.01;

    /// <summary>The probability that it arrives twice.</summary>
    public double Duplication { get; init; } = 0.02;

    /// <summary>The probability that it is overtaken by later ones.</summary>
    public double Delay { get; init; } = 0.03;

    /// <summary>The probability per job of items that fail once or twice.</summary>
    public double KernelFailures { get; init; } = 0.5;

    /// <summary>The probability per job of something that ends it early: a poisoned item, a kernel that hangs, a deadline, a cancellation.</summary>
    public double Endings { get; init; } = 0.15;

    /// <summary>The probability per job of an item that kills its silo each time.</summary>
    public double Killers { get; init; }

    /// <summary>The time after the storm within which every job must have ended, on the simulated clock.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>A deliberate defect of the world around the machines; none unless the simulation itself is under test.</summary>
    public WorldDefect Defect { get; init; }

    /// <summary>Which faults strike.</summary>
    internal SimulatedFaults Faults { get; init; } = SimulatedFaults.All;

    /// <summary>What the jobs compute; a kernel of the simulation's own when null.</summary>
    internal KernelUnderTest? Kernel { get; init; }

    /// <summary>True when items or silos differ; nothing else about time is left to chance then.</summary>
    internal bool IsUneven => DearBy > 1 || SlowBy > 1;

    /// <summary>True when nothing can go wrong: then no item may be computed twice.</summary>
    public bool IsCalm => MaxFaults == 0 && KernelFailures == 0 && Endings == 0 && Killers == 0;

    /// <summary>True when silos die of their kernels alone, and no message comes twice.</summary>
    internal bool IsFair => MaxFaults == 0 && Duplication == 0;
}
