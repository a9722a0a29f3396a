using ElasticGrains.Blocks;
using ElasticGrains.Inputs;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;

namespace ElasticGrains.Runtime.Diagnostics;

/// <summary>Turns what a kernel throws into data: type, message and stack, but never the exception itself, and never more than fits beside other messages.</summary>
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
            KernelInputException => (FailureFault.Input, "input", ExceptionWords.MessageOf(error)),
            InputUnavailableException => (FailureFault.Grid, InputUnavailableException.Kind, ExceptionWords.MessageOf(error)),
            KernelContractException => (FailureFault.Kernel, "contract", ExceptionWords.MessageOf(error)),
            BlockCorruptException => (FailureFault.Grid, "corrupt", ExceptionWords.MessageOf(error)),
            _ => (
                FailureFault.Kernel,
                "kernel",
                $"Kernel '{kernel}' threw {error.GetType().Name} {where}: {ExceptionWords.MessageOf(error)} (Its stack is recorded with the failure; mend the kernel and submit a new job.)"),
        };
        return new Failure(fault, kind, message, ExceptionWords.TypeOf(error), ExceptionWords.StackOf(error));
    }
}
