using ElasticGrains.Cli.Faces;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;

namespace ElasticGrains.Cli.Replay;

/// <summary>The kernel of a job: one of this program's, or of the user's.</summary>
internal static class ReplayKernel
{
    /// <exception cref="EgException">Neither this program nor the user's has it.</exception>
    public static async Task<IRangeKernel> FindAsync(JobSpec spec, FileInfo? host, bool waitForDebugger, CancellationToken cancellationToken)
    {
        var face = host is null ? KernelFaces.Find(spec.Kernel, spec.KernelVersion) : null;
        if (host is null && face is null)
        {
            throw EgException.Usage(
                $"kernel {spec.Kernel}@{spec.KernelVersion} is not one of this program's; name the program that has it: --host MyGrid.dll, the same that 'eg up --host' starts.");
        }

        if (waitForDebugger)
        {
            // Before the user's program is loaded: a debugger that sees it loaded binds its breakpoints at once.
            await DebuggerGate.WaitAsync(cancellationToken);
        }

        return face?.Kernel ?? HostKernels.Find(host!, spec.Kernel, spec.KernelVersion);
    }
}
