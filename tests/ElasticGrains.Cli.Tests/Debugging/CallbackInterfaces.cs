using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace ElasticGrains.Cli.Tests.Debugging;

/// <summary>What the runtime tells a debugger: the beginning of this interface of cordebug.idl, in its order.</summary>
[GeneratedComInterface, Guid("3d6f5f60-7538-11d3-8d5b-00104b35e7ef")]
internal partial interface ICorDebugManagedCallback
{
    [PreserveSig]
    int Breakpoint(ICorDebugController domain, ICorDebugThread thread, nint breakpoint);

    [PreserveSig]
    int StepComplete(ICorDebugController domain, nint thread, nint stepper, int reason);

    [PreserveSig]
    int Break(ICorDebugController domain, nint thread);

    [PreserveSig]
    int Exception(ICorDebugController domain, nint thread, int unhandled);

    [PreserveSig]
    int EvalComplete(ICorDebugController domain, nint thread, nint eval);

    [PreserveSig]
    int EvalException(ICorDebugController domain, nint thread, nint eval);

    [PreserveSig]
    int CreateProcess(ICorDebugController process);

    [PreserveSig]
    int ExitProcess(ICorDebugController process);

    [PreserveSig]
    int CreateThread(ICorDebugController domain, nint thread);

    [PreserveSig]
    int ExitThread(ICorDebugController domain, nint thread);

    [PreserveSig]
    int LoadModule(ICorDebugController domain, ICorDebugModule module);

    [PreserveSig]
    int UnloadModule(ICorDebugController domain, nint module);

    [PreserveSig]
    int LoadClass(ICorDebugController domain, nint type);

    [PreserveSig]
    int UnloadClass(ICorDebugController domain, nint type);

    [PreserveSig]
    int DebuggerError(ICorDebugController process, int error, uint code);

    [PreserveSig]
    int LogMessage(ICorDebugController domain, nint thread, int level, nint name, nint message);

    [PreserveSig]
    int LogSwitch(ICorDebugController domain, nint thread, int level, uint reason, nint name, nint parent);

    [PreserveSig]
    int CreateAppDomain(ICorDebugController process, nint domain);

    [PreserveSig]
    int ExitAppDomain(ICorDebugController process, nint domain);

    [PreserveSig]
    int LoadAssembly(ICorDebugController domain, nint assembly);

    [PreserveSig]
    int UnloadAssembly(ICorDebugController domain, nint assembly);

    [PreserveSig]
    int ControlCTrap(ICorDebugController process);

    [PreserveSig]
    int NameChange(ICorDebugController domain, nint thread);

    [PreserveSig]
    int UpdateModuleSymbols(ICorDebugController domain, nint module, nint stream);

    [PreserveSig]
    int EditAndContinueRemap(ICorDebugController domain, nint thread, nint function, int accurate);

    [PreserveSig]
    int BreakpointSetError(ICorDebugController domain, nint thread, nint breakpoint, uint error);
}

/// <summary>What the runtime tells a debugger, since version 2: the beginning of this interface of cordebug.idl, in its order.</summary>
[GeneratedComInterface, Guid("250E5EEA-DB5C-4C76-B6F3-8C46F12E3203")]
internal partial interface ICorDebugManagedCallback2
{
    [PreserveSig]
    int FunctionRemapOpportunity(ICorDebugController domain, nint thread, nint old, nint now, uint offset);

    [PreserveSig]
    int CreateConnection(ICorDebugController process, uint id, nint name);

    [PreserveSig]
    int ChangeConnection(ICorDebugController process, uint id);

    [PreserveSig]
    int DestroyConnection(ICorDebugController process, uint id);

    [PreserveSig]
    int Exception2(ICorDebugController domain, nint thread, nint frame, uint offset, int type, uint flags);

    [PreserveSig]
    int ExceptionUnwind(ICorDebugController domain, nint thread, int type, uint flags);

    [PreserveSig]
    int FunctionRemapComplete(ICorDebugController domain, nint thread, nint function);

    [PreserveSig]
    int MDANotification(ICorDebugController controller, nint thread, nint mda);
}

/// <summary>What the runtime tells a debugger, since version 4: the beginning of this interface of cordebug.idl, in its order.</summary>
[GeneratedComInterface, Guid("264EA0FC-2591-49AA-868E-835E6515323F")]
internal partial interface ICorDebugManagedCallback3
{
    [PreserveSig]
    int CustomNotification(nint thread, ICorDebugController domain);
}
