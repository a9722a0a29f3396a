using System.Diagnostics;
using ElasticGrains.Cli.Output;

namespace ElasticGrains.Cli.Replay;

/// <summary>Waits for a person with a debugger.</summary>
internal static class DebuggerGate
{
    // Nobody sees a tenth of a second.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Says which process this is, and comes back once a managed debugger is attached to it.</summary>
    public static async Task WaitAsync(CancellationToken cancellationToken)
    {
        Terminal.Note($"process {Environment.ProcessId} waits for a debugger; attach one to it, or give up with Ctrl-C");
        while (!Debugger.IsAttached)
        {
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }

        Terminal.Note("a debugger is attached; it stops just before the kernel's Compute, and once more before the smallest range that throws");
    }

    /// <summary>Stops here when a debugger is attached: the next thing is the kernel.</summary>
    public static void Stop()
    {
        if (Debugger.IsAttached)
        {
            Debugger.Break();
        }
    }
}
