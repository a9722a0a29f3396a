namespace ElasticGrains.Kernels;

/// <summary>A kernel with its types forgotten: what the grid holds in its registry. Derive from <see cref="RangeKernel{TInput,TPartial,TResult}"/>.</summary>
public interface IRangeKernel
{
    /// <summary>The name by which jobs refer to the kernel, for example <c>wordcount</c>; lower case, digits and hyphens.</summary>
    string Name { get; }

    /// <summary>Raised when the same input would give another answer or another partial encoding; a running job stays with its version.</summary>
    int Version { get; }

    /// <summary>True when partials may be joined in any order, which keeps the grid's memory smaller. The law runner checks it.</summary>
    bool IsCommutative { get; }

    /// <summary>Whether the job ends in one answer or in a result per item.</summary>
    KernelOutput Output { get; }

    /// <summary>Binds the kernel to an input in JSON (UTF-8).</summary>
    /// <exception cref="KernelInputException">The input is not of the kernel's type.</exception>
    IKernelRun Bind(ReadOnlyMemory<byte> input);
}
