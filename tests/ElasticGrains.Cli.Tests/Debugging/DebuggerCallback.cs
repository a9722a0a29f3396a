using System.Runtime.InteropServices.Marshalling;

namespace ElasticGrains.Cli.Tests.Debugging;

/// <summary>Sets one breakpoint at the beginning of a method, and lets everything else pass.</summary>
[GeneratedComClass]
internal sealed partial class DebuggerCallback(string module, int method) : ICorDebugManagedCallback, ICorDebugManagedCallback2, ICorDebugManagedCallback3
{
    private const int LongestPath = 4096;

    private readonly TaskCompletionSource<uint> _hit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _broke = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ICorDebugBreakpoint? _breakpoint;
    private ICorDebugController? _stopped;

    /// <summary>Completes with the operating system's number of the thread that stands at the breakpoint.</summary>
    public Task<uint> Hit => _hit.Task;

    /// <summary>Completes when the process itself asks to be stopped.</summary>
    public Task Broke => _broke.Task;

    /// <summary>Takes the breakpoint away and lets the process go on.</summary>
    public void Resume()
    {
        Debugger.Check(_breakpoint!.Activate(0));
        Debugger.Check(_stopped!.Continue(0));
    }

    public int Breakpoint(ICorDebugController domain, ICorDebugThread thread, nint breakpoint)
    {
        // Two slots may come to it at once; the process stands still at the first.
        if (_stopped is not null)
        {
            return GoOn(domain);
        }

        _stopped = domain;
        Debugger.Check(thread.GetID(out var id));
        _hit.SetResult(id);
        return 0;
    }

    public int LoadModule(ICorDebugController domain, ICorDebugModule loaded)
    {
        if (Path.GetFileName(NameOf(loaded)) == module)
        {
            Debugger.Check(loaded.GetFunctionFromToken(method, out var function));
            Debugger.Check(function.CreateBreakpoint(out _breakpoint));
            Debugger.Check(_breakpoint.Activate(1));
        }

        return GoOn(domain);
    }

    public int StepComplete(ICorDebugController domain, nint thread, nint stepper, int reason) => GoOn(domain);

    public int Break(ICorDebugController domain, nint thread)
    {
        _broke.TrySetResult();
        return GoOn(domain);
    }

    public int Exception(ICorDebugController domain, nint thread, int unhandled) => GoOn(domain);

    public int EvalComplete(ICorDebugController domain, nint thread, nint eval) => GoOn(domain);

    public int EvalException(ICorDebugController domain, nint thread, nint eval) => GoOn(domain);

    public int CreateProcess(ICorDebugController process) => GoOn(process);

    public int ExitProcess(ICorDebugController process) => 0;

    public int CreateThread(ICorDebugController domain, nint thread) => GoOn(domain);

    public int ExitThread(ICorDebugController domain, nint thread) => GoOn(domain);

    public int UnloadModule(ICorDebugController domain, nint module) => GoOn(domain);

    public int LoadClass(ICorDebugController domain, nint type) => GoOn(domain);

    public int UnloadClass(ICorDebugController domain, nint type) => GoOn(domain);

    public int DebuggerError(ICorDebugController process, int error, uint code) => Fail($"the debugger failed with 0x{error:x}", process);

    public int LogMessage(ICorDebugController domain, nint thread, int level, nint name, nint message) => GoOn(domain);

    public int LogSwitch(ICorDebugController domain, nint thread, int level, uint reason, nint name, nint parent) => GoOn(domain);

    public int CreateAppDomain(ICorDebugController process, nint domain) => GoOn(process);

    public int ExitAppDomain(ICorDebugController process, nint domain) => GoOn(process);

    public int LoadAssembly(ICorDebugController domain, nint assembly) => GoOn(domain);

    public int UnloadAssembly(ICorDebugController domain, nint assembly) => GoOn(domain);

    public int ControlCTrap(ICorDebugController process) => GoOn(process);

    public int NameChange(ICorDebugController domain, nint thread) => GoOn(domain);

    public int UpdateModuleSymbols(ICorDebugController domain, nint module, nint stream) => GoOn(domain);

    public int EditAndContinueRemap(ICorDebugController domain, nint thread, nint function, int accurate) => GoOn(domain);

    public int BreakpointSetError(ICorDebugController domain, nint thread, nint breakpoint, uint error) => Fail($"the breakpoint cannot be set: 0x{error:x}", domain);

    public int FunctionRemapOpportunity(ICorDebugController domain, nint thread, nint old, nint now, uint offset) => GoOn(domain);

    public int CreateConnection(ICorDebugController process, uint id, nint name) => GoOn(process);

    public int ChangeConnection(ICorDebugController process, uint id) => GoOn(process);

    public int DestroyConnection(ICorDebugController process, uint id) => GoOn(process);

    public int Exception2(ICorDebugController domain, nint thread, nint frame, uint offset, int type, uint flags) => GoOn(domain);

    public int ExceptionUnwind(ICorDebugController domain, nint thread, int type, uint flags) => GoOn(domain);

    public int FunctionRemapComplete(ICorDebugController domain, nint thread, nint function) => GoOn(domain);

    public int MDANotification(ICorDebugController controller, nint thread, nint mda) => GoOn(controller);

    public int CustomNotification(nint thread, ICorDebugController domain) => GoOn(domain);

    private static unsafe string NameOf(ICorDebugModule module)
    {
        uint length;
        var name = stackalloc char[LongestPath];
        Debugger.Check(module.GetName(LongestPath, &length, name));
        return new string(name);
    }

    private static int GoOn(ICorDebugController controller) => controller.Continue(0);

    private int Fail(string what, ICorDebugController controller)
    {
        _hit.TrySetException(new InvalidOperationException(what));
        return GoOn(controller);
    }
}
