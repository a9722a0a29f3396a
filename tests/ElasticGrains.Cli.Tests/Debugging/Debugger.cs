using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace ElasticGrains.Cli.Tests.Debugging;

/// <summary>
/// A debugger of one breakpoint on the runtime's own debugging interface (ICorDebug), the one that editors use when somebody presses F5.
/// </summary>
internal sealed class Debugger : IDisposable
{
    private const int ProcessAttach = 1;
    private const int DebuggerVersion = 4;

    // CORDBG_E_PROCESS_TERMINATED of corerror.h.
    private const int ProcessHasEnded = unchecked((int)0x80131301);

    private static readonly nint Library = LoadLibrary();

    private readonly ICorDebug _debug;
    private readonly ICorDebugController _process;
    private readonly DebuggerCallback _callback;

    /// <summary>Attaches to a process and sets a breakpoint at the beginning of a method.</summary>
    public Debugger(int processId, string assembly, string type, string method)
    {
        _callback = new DebuggerCallback(Path.GetFileName(assembly), TokenOf(assembly, type, method));
        _debug = Create(processId);
        Check(_debug.Initialize());
        Check(_debug.SetManagedHandler(_callback));
        Check(_debug.DebugActiveProcess((uint)processId, 0, out _process));
    }

    /// <summary>Completes with the operating system's number of the thread that stands at the breakpoint.</summary>
    public Task<uint> Hit => _callback.Hit;

    /// <summary>Completes when the process itself asks to be stopped; it goes on at once.</summary>
    public Task Broke => _callback.Broke;

    /// <summary>Takes the breakpoint away and lets the process go on.</summary>
    public void Resume() => _callback.Resume();

    public static void Check(int result) => Marshal.ThrowExceptionForHR(result);

    public void Dispose()
    {
        var stopped = _process.Stop(0);
        if (stopped != ProcessHasEnded)
        {
            Check(stopped);
            Check(_process.Detach());
        }

        Check(_debug.Terminate());
    }

    private static unsafe nint LoadLibrary()
    {
        var library = NativeLibrary.Load(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "libmscordbi.so"));
        var main = (delegate* unmanaged<nint, uint, nint, int>)NativeLibrary.GetExport(library, "DllMain");
        Assert.Equal(1, main(library, ProcessAttach, 0));
        return library;
    }

    private static unsafe ICorDebug Create(int processId)
    {
        var create = (delegate* unmanaged<int, uint, char*, nint, nint*, int>)NativeLibrary.GetExport(Library, "CoreCLRCreateCordbObjectEx");
        nint unknown;
        Check(create(DebuggerVersion, (uint)processId, null, BaseOf(processId, "/libcoreclr.so"), &unknown));
        return (ICorDebug)new StrategyBasedComWrappers().GetOrCreateObjectForComInstance(unknown, CreateObjectFlags.None);
    }

    /// <summary>Where a library begins in a process.</summary>
    private static nint BaseOf(int processId, string library)
    {
        var first = File.ReadLines($"/proc/{processId}/maps").First(line => line.EndsWith(library, StringComparison.Ordinal));
        return nint.Parse(first.Split('-')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private static int TokenOf(string assembly, string type, string method)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        var methods = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Single(it => metadata.GetString(it.Name) == type).GetMethods();
        return MetadataTokens.GetToken(methods.Single(it => metadata.GetString(metadata.GetMethodDefinition(it).Name) == method));
    }
}
