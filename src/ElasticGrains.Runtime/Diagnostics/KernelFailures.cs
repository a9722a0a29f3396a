using ElasticGrains.Jobs;
using ElasticGrains.Kernels;

namespace ElasticGrains.Runtime.Diagnostics;

/// <summary>Turns what a kernel throws into data.</summary>
internal static class KernelFailures
{
    public static Failure Of(Exception error) => error switch
    {
        KernelInputException => new Failure(FailureFault.Input, "input", error.Message),
        KernelContractException => new Failure(FailureFault.Kernel, "contract", error.Message),
        _ => new Failure(FailureFault.Kernel, "kernel", error.Message, error.GetType().FullName, error.StackTrace),
    };
}
