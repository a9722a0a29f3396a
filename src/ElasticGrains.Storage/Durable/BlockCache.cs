using ElasticGrains.Blocks;

namespace ElasticGrains.Storage.Durable;

/// <summary>The most recently written or read blocks, up to a number of bytes. Only what matches its whole handle is found.</summary>
internal sealed class BlockCache(long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Job, BlockHandle Handle), LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _latestFirst = [];
    private long _bytes;

    /// <summary>True when a block of this length is worth a copy.</summary>
    public bool Fits(long length) => length <= maxBytes;

    public bool TryGet(string job, BlockHandle handle, out ReadOnlyMemory<byte> content)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue((job, handle), out var node))
            {
                content = default;
                return false;
            }

            _latestFirst.Remove(node);
            _latestFirst.AddFirst(node);
            content = node.Value.Content;
            return true;
        }
    }

    public void Add(string job, BlockHandle handle, ReadOnlyMemory<byte> content)
    {
        lock (_gate)
        {
            if (!Fits(content.Length) || _entries.ContainsKey((job, handle)))
            {
                return;
            }

            _entries.Add((job, handle), _latestFirst.AddFirst(new Entry(job, handle, content)));
            _bytes += content.Length;
            while (_bytes > maxBytes)
            {
                var oldest = _latestFirst.Last!.Value;
                _latestFirst.RemoveLast();
                _entries.Remove((oldest.Job, oldest.Handle));
                _bytes -= oldest.Content.Length;
            }
        }
    }

    private readonly record struct Entry(string Job, BlockHandle Handle, ReadOnlyMemory<byte> Content);
}
