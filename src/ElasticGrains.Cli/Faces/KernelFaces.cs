using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Faces;

/// <summary>The kernels that this program runs.</summary>
internal static class KernelFaces
{
    private static readonly Lazy<IReadOnlyList<IKernelFace>> Shared = new(Create);

    /// <summary>Fresh faces: each carries options, which belong to one command.</summary>
    public static IReadOnlyList<IKernelFace> Create() =>
    [
        new WordCountFace(),
        new GrepFace(),
        new PiFace(),
        new OptionFace(),
        new SquaresFace(),
    ];

    /// <summary>The face of that kernel in that version, or null.</summary>
    public static IKernelFace? Find(string kernel, int version) =>
        Shared.Value.FirstOrDefault(face => face.Kernel.Name == kernel && face.Kernel.Version == version);

    /// <summary>The face of a receipt's kernel; one that shows JSON when the kernel is not one of this program's.</summary>
    public static IKernelFace Of(JobReceipt receipt) =>
        Shared.Value.FirstOrDefault(face => receipt.Kernel == $"{face.Kernel.Name}@{face.Kernel.Version}") ?? RawFace.Instance;

    public static string ItemWordOf(string kernel) => Shared.Value.FirstOrDefault(face => face.Kernel.Name == kernel)?.ItemWord ?? RawFace.Instance.ItemWord;
}
