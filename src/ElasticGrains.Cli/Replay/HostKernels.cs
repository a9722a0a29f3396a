using System.Reflection;
using System.Runtime.Loader;
using ElasticGrains.Kernels;

namespace ElasticGrains.Cli.Replay;

/// <summary>The kernels of a user's program, loaded into this process: classes with a constructor without parameters.</summary>
internal sealed class HostKernels : AssemblyLoadContext
{
    // A kernel of the program must be a kernel of this process, so both share this assembly.
    private static readonly Assembly Shared = typeof(IRangeKernel).Assembly;

    // Libraries that have no kernels of users; scanning them takes longer than all the rest.
    private static readonly string[] Foreign = ["System.", "Microsoft.", "Orleans.", "ElasticGrains.Runtime", "ElasticGrains.Storage"];

    private readonly AssemblyDependencyResolver _resolver;
    private readonly FileInfo _program;

    private HostKernels(FileInfo program)
        : base(program.Name)
    {
        _program = program;
        _resolver = new AssemblyDependencyResolver(program.FullName);
    }

    /// <summary>The kernel of that name and version.</summary>
    /// <exception cref="EgException">The program cannot be read or does not have it: the message says what it has.</exception>
    public static IRangeKernel Find(FileInfo program, string name, int version)
    {
        try
        {
            var kernels = new HostKernels(program).Kernels();
            return kernels.FirstOrDefault(kernel => kernel.Name == name && kernel.Version == version) ?? throw EgException.Usage(Missing(program, name, version, kernels));
        }
        catch (Exception error) when (error is BadImageFormatException or FileLoadException or FileNotFoundException or InvalidOperationException)
        {
            throw new EgException(ExitCode.Usage, $"--host: {program.FullName} cannot be loaded: {error.Message} Name the .dll that 'dotnet build' made, beside its .deps.json.", error);
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name != Shared.GetName().Name && _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;

    private static string Missing(FileInfo program, string name, int version, IReadOnlyCollection<IRangeKernel> kernels)
    {
        var has = kernels.Count == 0 ? "no kernel" : string.Join(", ", kernels.Select(kernel => $"{kernel.Name}@{kernel.Version}").Order(StringComparer.Ordinal));
        return $"--host: {program.Name} does not have kernel {name}@{version}; it has {has}. Found are classes with a constructor without parameters; "
            + "one that is made with arguments can be run in a test of your program: new MyKernel(…).Bind(input), then Extend(Identity(), range).";
    }

    private List<IRangeKernel> Kernels()
    {
        var found = new List<IRangeKernel>();
        var seen = new HashSet<string>();
        var waiting = new Queue<Assembly>([LoadFromAssemblyPath(_program.FullName)]);
        while (waiting.TryDequeue(out var assembly))
        {
            found.AddRange(TypesOf(assembly).Where(IsKernel).Select(Make).OfType<IRangeKernel>());
            foreach (var name in assembly.GetReferencedAssemblies().Where(name => IsOwn(name) && seen.Add(name.Name!)))
            {
                waiting.Enqueue(LoadFromAssemblyName(name));
            }
        }

        return found;
    }

    private bool IsOwn(AssemblyName name) =>
        name.Name != Shared.GetName().Name
        && !Array.Exists(Foreign, prefix => name.Name!.StartsWith(prefix, StringComparison.Ordinal))
        && _resolver.ResolveAssemblyToPath(name) is not null;

    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException error)
        {
            return error.Types.OfType<Type>(); // Those whose base is not here are no kernels.
        }
    }

    private static bool IsKernel(Type type) =>
        type.IsAssignableTo(typeof(IRangeKernel)) && type is { IsAbstract: false, ContainsGenericParameters: false } && type.GetConstructor(Type.EmptyTypes) is not null;

    private static IRangeKernel? Make(Type type)
    {
        try
        {
            return (IRangeKernel?)Activator.CreateInstance(type);
        }
        catch (TargetInvocationException)
        {
            return null; // One that cannot be made is not the one that the job ran with.
        }
    }
}
