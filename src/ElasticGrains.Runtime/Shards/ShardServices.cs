using ElasticGrains.Blocks;
using ElasticGrains.Compute;
using ElasticGrains.Kernels;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using ElasticGrains.Warm;

namespace ElasticGrains.Runtime.Shards;

/// <summary>What a shard needs of its silo.</summary>
internal sealed record ShardServices(
    KernelRegistry Kernels,
    IComputeSlots Slots,
    ISiloWork Work,
    IKernelConsole Console,
    ISiloBlocks Blocks,
    InputCapture Capture,
    IWarmStates Warm,
    PartialLimits Limits,
    EventRecorder Recorder,
    TimeProvider Time);
