namespace ElasticGrains.Testing.Simulation;

internal sealed partial class Weather
{
    /// <summary>The kinds that a profile has; all of them unless it names some.</summary>
    private static FaultKind[] Allowed(SimulatedFaults faults) =>
        faults == SimulatedFaults.All ? Faults : Array.FindAll(Faults, kind => faults.HasFlag(FamilyOf(kind)));

    private static SimulatedFaults FamilyOf(FaultKind kind) => kind switch
    {
        FaultKind.Freeze => SimulatedFaults.Freezes,
        FaultKind.CutOff or FaultKind.Partition or FaultKind.OneWay or FaultKind.RefusedSlots => SimulatedFaults.Messages,
        FaultKind.LedgerOut or FaultKind.LedgerSlow or FaultKind.LedgerCutOff => SimulatedFaults.Database,
        FaultKind.FalseDeath or FaultKind.SecondJob or FaultKind.SecondShard or FaultKind.SecondManager => SimulatedFaults.Takeovers,
        _ => SimulatedFaults.Kills,
    };
}
