using ElasticGrains.Kernels;

namespace ElasticGrains.Inputs;

/// <summary>A service, other than the file system, that has inputs of jobs. Their paths begin with its scheme, for example <c>s3://</c>.</summary>
/// <remarks>Its calls wait for the service: kernels read on threads of their own.</remarks>
public interface IInputStore
{
    /// <summary>What stands before <c>://</c> in the paths of its inputs.</summary>
    string Scheme { get; }

    /// <summary>The inputs that a path or a pattern with <c>*</c> and <c>**</c> means, described as they are now, in any order.</summary>
    /// <exception cref="KernelInputException">There is none, or the service cannot be used; the message says what to do.</exception>
    IReadOnlyList<InputFile> Find(string pattern);

    /// <summary>Prepares to read an input.</summary>
    /// <param name="file">The input, as it was when the job was submitted.</param>
    /// <param name="offset">
    /// Where reading will begin; it goes on from there, mostly forward. Kernels open an input anew for each call: what was fetched ahead is to be kept for the next.
    /// </param>
    /// <exception cref="KernelInputException">The path is none.</exception>
    IInputContent Open(InputFile file, long offset);
}
