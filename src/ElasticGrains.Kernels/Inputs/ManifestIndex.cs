using System.Runtime.CompilerServices;
using ElasticGrains.Inputs;

namespace ElasticGrains.Kernels.Inputs;

/// <summary>Where each file of a manifest begins, and which files were found to have the fingerprint they had at submit.</summary>
/// <remarks>One per manifest object, and gone with it. Flags only ever turn true, so racing slots at worst check a file twice.</remarks>
internal sealed class ManifestIndex
{
    private static readonly ConditionalWeakTable<FileManifest, ManifestIndex> Known = [];

    private readonly long[] _starts;
    private readonly bool[] _checked;

    private ManifestIndex(FileManifest manifest)
    {
        _starts = new long[manifest.Files.Count + 1];
        _checked = new bool[manifest.Files.Count];
        for (var i = 0; i < manifest.Files.Count; i++)
        {
            _starts[i + 1] = checked(_starts[i] + manifest.Files[i].Length);
        }
    }

    public long Length => _starts[^1];

    public static ManifestIndex Of(FileManifest manifest) => Known.GetValue(manifest, static manifest => new(manifest));

    public long StartOf(int file) => _starts[file];

    /// <summary>The file that holds the byte <paramref name="item"/> of the sequence.</summary>
    public int FileAt(long item)
    {
        var low = 0;
        var high = _checked.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_starts[middle] <= item)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    public bool NeedsFingerprint(int file) => !Volatile.Read(ref _checked[file]);

    public void FingerprintMatches(int file) => Volatile.Write(ref _checked[file], true);
}
