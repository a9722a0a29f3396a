namespace ElasticGrains.Inputs;

/// <summary>Who reads an input of a service has it alone, until it gives it back.</summary>
/// <param name="content">What is read.</param>
/// <param name="shelf">Where it goes back to.</param>
public sealed class ShelvedContent(WindowedContent content, ContentShelf shelf) : IInputContent
{
    private WindowedContent? _content = content;

    private WindowedContent Content => _content ?? throw new ObjectDisposedException(nameof(ShelvedContent));

    /// <inheritdoc/>
    public void Verify(bool fingerprint)
    {
        // What was read is of what was submitted.
    }

    /// <inheritdoc/>
    public void ReadExactly(Span<byte> into, long offset) => Content.ReadExactly(into, offset);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _content, null) is { } content)
        {
            shelf.Put(content);
        }
    }
}
