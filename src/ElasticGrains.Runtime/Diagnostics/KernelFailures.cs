using ElasticGrains.Blocks;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;

namespace ElasticGrains.Runtime.Diagnostics;

/// <summary>Turns what a kernel throws into data.</summary>
internal static class KernelFailures
{
    /// <param name="error">What was thrown.</param>
    /// <param name="kernel">The kernel's name.</param>
    /// <param name="where">Where it was thrown, to follow the type: "in items [0, 5)".</param>
    public static Failure Of(Exception error, string kernel, string where) => error switch
    {
        KernelInputException => new Failure(FailureFault.Input, "input", error.Message),
        KernelContractException => new Failure(FailureFault.Kernel, "contract", error.Message),
        BlockCorruptException => new Failure(FailureFault.Grid, "corrupt", error.Message),
        _ => new Failure(
            FailureFault.Kernel,
            "kernel",
            $"Kernel '{kernel}' threw {error.GetType().Name} {where}: {error.Message} (Its stack is recorded with the failure; mend the kernel and submit a new job.)",
            error.GetType().FullName,
            error.StackTrace),
    };
}
