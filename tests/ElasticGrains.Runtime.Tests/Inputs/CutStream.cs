namespace ElasticGrains.Runtime.Tests.Inputs;

/// <summary>Bytes that end with an error when so many were read, as those of a connection that is cut; or after which something happens.</summary>
internal sealed class CutStream(byte[] bytes, int at, Func<Task> then) : MemoryStream(bytes)
{
    private bool _isCut;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_isCut && Position >= at)
        {
            _isCut = true;
            await then();
        }

        return await base.ReadAsync(buffer.Length > 100_000 ? buffer[..100_000] : buffer, cancellationToken);
    }
}
