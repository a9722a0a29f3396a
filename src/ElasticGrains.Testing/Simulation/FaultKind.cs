namespace ElasticGrains.Testing.Simulation;

/// <summary>What strikes a grid.</summary>
internal enum FaultKind
{
    Crash,
    CrashInStride,
    CrashOfJob,
    Freeze,
    CutOff,
    Partition,
    OneWay,
    FalseDeath,
    SecondJob,
    SecondShard,
    SecondManager,
    LedgerOut,
    LedgerSlow,
    LedgerCutOff,
    RefusedSlots,
    ClusterRestart,
}
