using ElasticGrains.Blocks;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;

namespace ElasticGrains.Runtime.Diagnostics;

/// <summary>Turns what a kernel throws into data: type, message and stack, but never the exception itself.</summary>
public static class KernelFailures
{
    /// <summary>The failure that an exception stands for.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="kernel">The kernel's name.</param>
    /// <param name="where">Where it was thrown, to follow the type: "in items [0, 5)".</param>
    public static Failure Of(Exception error, string kernel, string where)
    {
        ArgumentNullException.ThrowIfNull(error);
        var (fault, kind, message) = error switch
        {
            KernelInputException => (FailureFault.Input, "input", error.Message),
            KernelContractException => (FailureFault.Kernel, "contract", error.Message),
            BlockCorruptException => (FailureFault.Grid, "corrupt", error.Message),
            _ => (
                FailureFault.Kernel,
                "kernel",
                $"Kernel '{kernel}' threw {error.GetType().Name} {where}: {error.Message} (Its stack is recorded with the failure; mend the kernel and submit a new job.)"),
        };
        return new Failure(fault, kind, message, error.GetType().FullName, StackOf(error));
    }

    /// <summary>The stack; of an exception with a cause also those of its causes, with their types and messages.</summary>
    private static string? StackOf(Exception error) => error.InnerException is null ? error.StackTrace : error.ToString();
}
