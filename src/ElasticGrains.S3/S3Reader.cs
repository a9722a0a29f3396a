using ElasticGrains.Inputs;

namespace ElasticGrains.S3;

/// <summary>Who reads an object has it alone, until it gives it back.</summary>
internal sealed class S3Reader(S3Content content, S3Shelf shelf) : IInputContent
{
    private S3Content? _content = content;

    private S3Content Content => _content ?? throw new ObjectDisposedException(nameof(S3Reader));

    public void Verify(bool fingerprint)
    {
        // What was read is of the version that was submitted.
    }

    public void ReadExactly(Span<byte> into, long offset) => Content.ReadExactly(into, offset);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _content, null) is { } content)
        {
            shelf.Put(content);
        }
    }
}
