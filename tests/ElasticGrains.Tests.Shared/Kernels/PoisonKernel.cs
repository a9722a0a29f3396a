using System.Text;
using ElasticGrains.Inputs;
using ElasticGrains.Kernels;
using ElasticGrains.Kernels.Inputs;

namespace ElasticGrains.Tests.Shared.Kernels;

/// <summary>Counts the lines of files that begin in a range, and cannot stand one that begins with an X.</summary>
public sealed class PoisonKernel : RangeKernel<FileManifest, long, long>
{
    private const int MostOfALine = 200;

    public override long Count(FileManifest input) => input.Length;

    public override long Identity() => 0;

    public override long Compute(FileManifest input, ItemRange range)
    {
        var lines = 0L;
        using var reader = new ManifestReader(input, range, behind: 1, ahead: MostOfALine);
        while (reader.Read())
        {
            for (var at = ManifestReader.Margin; at < reader.End; at++)
            {
                if ((at == ManifestReader.Margin && reader.FileOffset == 0) || reader.Buffer[at - 1] == '\n')
                {
                    lines++;
                    Check(reader.Buffer[at..reader.Available], input.Files[reader.File].Path);
                }
            }
        }

        return lines;
    }

    public override long Combine(long left, long right) => left + right;

    public override long Finish(FileManifest input, long whole) => whole;

    private static void Check(ReadOnlySpan<byte> line, string path)
    {
        if (line[0] == 'X')
        {
            throw new FormatException($"'{Encoding.UTF8.GetString(line[..line.IndexOf((byte)'\n')])}' in {path}");
        }
    }
}
