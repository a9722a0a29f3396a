using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Engine.Shards;

namespace ElasticGrains.Runtime.Diagnostics;

/// <summary>States of machines, in short: two machines that differ would soon differ in these, or in their effects.</summary>
internal static class MachineStates
{
    public static string Of(JobMachine machine) =>
        $"{machine.State.Phase} number {machine.State.LastNumber} committed {machine.State.Committed} computed {machine.Computed} "
        + $"shards {machine.State.Shards} running {machine.Running} done {machine.State.Done} interval {machine.CommitInterval} parked {machine.Parked}";

    public static string Of(ShardMachine machine) => machine.IsIdle ? "idle" : "busy";

    public static string Of(ResourceManagerMachine machine) => $"starving {string.Join(' ', machine.Starving)}";
}
