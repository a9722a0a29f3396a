using ElasticGrains.Inputs;

namespace ElasticGrains.Kernels.Inputs;

/// <summary>Tells whether the files of a job are here, and are what they were when it was submitted.</summary>
public static class ManifestCheck
{
    /// <summary>Opens each of <paramref name="files"/> and compares its length, the time of its last write and its fingerprint.</summary>
    /// <exception cref="KernelInputException">A file is missing, unreadable or another one; the message says which, and what to do.</exception>
    public static void Verify(IEnumerable<InputFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        foreach (var file in files)
        {
            using var handle = InputFileCheck.Open(file.Path);
            InputFileCheck.VerifyUnchanged(handle, file);
            InputFileCheck.VerifyFingerprint(handle, file);
        }
    }
}
