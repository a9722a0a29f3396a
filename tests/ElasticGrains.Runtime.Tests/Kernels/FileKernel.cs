using ElasticGrains.Inputs;
using ElasticGrains.Kernels;
using ElasticGrains.Kernels.Inputs;

namespace ElasticGrains.Runtime.Tests.Kernels;

/// <summary>Adds up the bytes of files, a few thousand at a time.</summary>
public sealed class FileKernel(ProbedKernels probes) : RangeKernel<FileManifest, long, long>
{
    public FileKernel()
        : this(new ProbedKernels())
    {
    }

    public override long Count(FileManifest input) => input.Length;

    public override long Identity() => 0;

    public override long Compute(FileManifest input, ItemRange range)
    {
        var sum = 0L;
        using var reader = new ManifestReader(input, range, behind: 0, ahead: 0);
        while (reader.Read())
        {
            foreach (var value in reader.Buffer[ManifestReader.Margin..reader.End])
            {
                sum += value;
            }
        }

        // Paced, so that the file can change between two calls.
        probes.Enter("file", range.Start, pause: 1);
        return sum;
    }

    public override long Combine(long left, long right) => left + right;

    public override long Finish(FileManifest input, long whole) => whole;
}
