using ElasticGrains.Inputs;

namespace ElasticGrains.Kernels.Inputs;

/// <summary>Tells whether the files of a job are here, and are what they were when it was submitted.</summary>
public static class ManifestCheck
{
    /// <summary>Opens each of <paramref name="files"/> and compares it with what is known of it, also its fingerprint.</summary>
    /// <exception cref="InputUnavailableException">One cannot be read now.</exception>
    /// <exception cref="KernelInputException">A file is missing, unreadable or another one; the message says which, and what to do.</exception>
    public static void Verify(IEnumerable<InputFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        Span<byte> first = stackalloc byte[1];
        foreach (var file in files)
        {
            using var content = InputStores.Open(file, offset: 0);
            content.Verify(fingerprint: true);
            if (file.Length > 0)
            {
                // What is told by reading alone.
                content.ReadExactly(first, 0);
            }
        }
    }
}
