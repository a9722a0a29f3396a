using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace ElasticGrains.Cli.Tests.Debugging;

/// <summary>The debugger: the beginning of this interface of cordebug.idl, in its order.</summary>
[GeneratedComInterface, Guid("3d6f5f61-7538-11d3-8d5b-00104b35e7ef")]
internal partial interface ICorDebug
{
    [PreserveSig]
    int Initialize();

    [PreserveSig]
    int Terminate();

    [PreserveSig]
    int SetManagedHandler(ICorDebugManagedCallback callback);

    [PreserveSig]
    int SetUnmanagedHandler(nint callback);

    [PreserveSig]
    int CreateProcess();

    [PreserveSig]
    int DebugActiveProcess(uint id, int win32Attach, out ICorDebugController process);
}

/// <summary>A process or an application domain that can be stopped and continued: the beginning of this interface of cordebug.idl, in its order.</summary>
[GeneratedComInterface, Guid("3d6f5f62-7538-11d3-8d5b-00104b35e7ef")]
internal partial interface ICorDebugController
{
    [PreserveSig]
    int Stop(uint timeout);

    [PreserveSig]
    int Continue(int outOfBand);

    [PreserveSig]
    int IsRunning(out int running);

    [PreserveSig]
    int HasQueuedCallbacks(nint thread, out int queued);

    [PreserveSig]
    int EnumerateThreads(out nint threads);

    [PreserveSig]
    int SetAllThreadsDebugState(int state, nint except);

    [PreserveSig]
    int Detach();
}

/// <summary>A loaded assembly: the beginning of this interface of cordebug.idl, in its order.</summary>
[GeneratedComInterface, Guid("dba2d8c1-e5c5-4069-8c13-10a7c6abf43d")]
internal partial interface ICorDebugModule
{
    [PreserveSig]
    int GetProcess(out nint process);

    [PreserveSig]
    int GetBaseAddress(out ulong address);

    [PreserveSig]
    int GetAssembly(out nint assembly);

    [PreserveSig]
    unsafe int GetName(uint size, uint* length, char* name);

    [PreserveSig]
    int EnableJITDebugging(int a, int b);

    [PreserveSig]
    int EnableClassLoadCallbacks(int a);

    [PreserveSig]
    int GetFunctionFromToken(int token, out ICorDebugFunction function);
}

/// <summary>A method: the beginning of this interface of cordebug.idl, in its order.</summary>
[GeneratedComInterface, Guid("CC7BCAF3-8A68-11d2-983C-0000F808342D")]
internal partial interface ICorDebugFunction
{
    [PreserveSig]
    int GetModule(out nint module);

    [PreserveSig]
    int GetClass(out nint type);

    [PreserveSig]
    int GetToken(out int token);

    [PreserveSig]
    int GetILCode(out nint code);

    [PreserveSig]
    int GetNativeCode(out nint code);

    [PreserveSig]
    int CreateBreakpoint(out ICorDebugBreakpoint breakpoint);
}

/// <summary>A breakpoint: the beginning of this interface of cordebug.idl, in its order.</summary>
[GeneratedComInterface, Guid("CC7BCAE8-8A68-11d2-983C-0000F808342D")]
internal partial interface ICorDebugBreakpoint
{
    [PreserveSig]
    int Activate(int active);
}

/// <summary>A thread: the beginning of this interface of cordebug.idl, in its order.</summary>
[GeneratedComInterface, Guid("938c6d66-7fb6-4f69-b389-425b8987329b")]
internal partial interface ICorDebugThread
{
    [PreserveSig]
    int GetProcess(out nint process);

    [PreserveSig]
    int GetID(out uint id);
}
