using System.Buffers;
using ElasticGrains.Inputs;

namespace ElasticGrains.Kernels.Inputs;

/// <summary>
/// Reads a range of a manifest's bytes in chunks of bounded size, each with some bytes of the same file before and behind it, so
/// that a kernel can finish what begins in a chunk. Chunks never cross from one file to the next.
/// </summary>
/// <remarks>
/// Files are read by position into a pooled buffer. Every file is verified when it is opened (once per manifest object also its
/// fingerprint) and again after its last chunk, so a range that was read from a changing file fails instead of giving an answer.
/// </remarks>
public sealed class ManifestReader : IDisposable
{
    /// <summary>The largest chunk in bytes: it stays in the second-level cache while a kernel works on it.</summary>
    public const int MaxChunk = 256 * 1024;

    /// <summary>Zero bytes that always follow <see cref="Available"/>, and where the chunk begins in the buffer: room for vector loads.</summary>
    public const int Margin = 128;

    private readonly FileManifest _manifest;
    private readonly ManifestIndex _index;
    private readonly int _behind;
    private readonly int _ahead;
    private readonly int _chunk;
    private readonly byte[] _buffer;
    private readonly long _end;

    private IInputContent? _content;
    private long _next;

    /// <summary>Prepares to read <paramref name="range"/>.</summary>
    /// <param name="manifest">The files.</param>
    /// <param name="range">Bytes of the concatenated files.</param>
    /// <param name="behind">Bytes wanted before a chunk, at most <see cref="Margin"/>.</param>
    /// <param name="ahead">Bytes wanted behind a chunk.</param>
    /// <param name="chunk">The largest chunk in bytes.</param>
    public ManifestReader(FileManifest manifest, ItemRange range, int behind, int ahead, int chunk = MaxChunk)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(behind, Margin);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(chunk);
        _manifest = manifest;
        _index = ManifestIndex.Of(manifest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(range.End, _index.Length);
        (_behind, _ahead, _chunk) = (behind, ahead, chunk);
        (_next, _end) = (range.Start, range.End);
        _buffer = ArrayPool<byte>.Shared.Rent(Margin + chunk + ahead + Margin);
    }

    /// <summary>The number of the file that the chunk belongs to.</summary>
    public int File { get; private set; } = -1;

    /// <summary>Where the chunk begins in its file.</summary>
    public long FileOffset { get; private set; }

    /// <summary>The chunk's bytes are <c>Buffer[Margin..End]</c>; bytes before them are the file's, or zero at its beginning.</summary>
    public int End { get; private set; }

    /// <summary>Where the bytes of the file end in the buffer, at or behind <see cref="End"/>.</summary>
    public int Available { get; private set; }

    /// <summary>The buffer: yours to change until the next chunk is read.</summary>
    public Span<byte> Buffer => _buffer.AsSpan(0, Available + Margin);

    /// <summary>True when the file has no byte behind <see cref="Available"/>.</summary>
    public bool SeesFileEnd => FileOffset + Available - Margin == _manifest.Files[File].Length;

    /// <summary>Reads the next chunk; false at the end of the range.</summary>
    /// <exception cref="KernelInputException">A file is missing, unreadable or not as it was at submit.</exception>
    public bool Read()
    {
        if (_content is not null && (_next == _end || _next == _index.StartOf(File + 1)))
        {
            Close();
        }

        if (_next == _end)
        {
            return false;
        }

        if (_content is null)
        {
            Open(_index.FileAt(_next));
        }

        Fill();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _content?.Dispose();
        _content = null;
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private void Open(int file)
    {
        var offset = _next - _index.StartOf(file);
        (File, _content) = (file, InputStores.Open(_manifest.Files[file], Math.Max(0, offset - _behind)));
        _content.Verify(_index.NeedsFingerprint(file));
        _index.FingerprintMatches(file);
    }

    private void Close()
    {
        _content!.Verify(fingerprint: false);
        _content.Dispose();
        _content = null;
    }

    private void Fill()
    {
        var file = _manifest.Files[File];
        FileOffset = _next - _index.StartOf(File);
        var owned = (int)Math.Min(_chunk, Math.Min(_end - _next, file.Length - FileOffset));
        var behind = (int)Math.Min(_behind, FileOffset);
        var ahead = (int)Math.Min(_ahead, file.Length - FileOffset - owned);
        _buffer.AsSpan(0, Margin - behind).Clear();
        _content!.ReadExactly(_buffer.AsSpan(Margin - behind, behind + owned + ahead), FileOffset - behind);
        End = Margin + owned;
        Available = End + ahead;
        _buffer.AsSpan(Available, Margin).Clear();
        _next += owned;
    }
}
