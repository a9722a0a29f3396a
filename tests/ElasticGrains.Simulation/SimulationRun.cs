using ElasticGrains.Testing.Simulation;

namespace ElasticGrains.Simulation;

/// <summary>For a debugger: put the failing seed here and step through it.</summary>
public static class SimulationRun
{
    /// <summary>Runs a seed again; it does exactly what it did.</summary>
    public static SimulationResult Replay(long seed, SimulationProfile? profile = null) => Simulator.Run(seed, profile);
}
