using System.Buffers;
using System.Threading.Channels;
using ElasticGrains.Engine.Shards;
using ElasticGrains.Kernels;
using ElasticGrains.Runtime.Diagnostics;

namespace ElasticGrains.Runtime.Shards;

/// <summary>
/// One run on a slot's thread: computes chunk after chunk, and between two of them (a safe point) looks whether to cut off what is
/// finished, to stop, or to wait because too much is waiting for commit.
/// </summary>
internal sealed class ShardRunner(
    long run, IKernelRun kernel, ItemRange range, ChannelWriter<RunSignal> signals, PartialLimits limits, TimeProvider time) : IDisposable
{
    private readonly RunCursor _cursor = new(range);
    private readonly ChunkSizer _sizer = new();
    private readonly SemaphoreSlim _mayCut = new(limits.Waiting);
    private readonly CancellationTokenSource _halt = new();
    private volatile bool _cutAsked;
    private volatile bool _isOutside;
    private long _itemsPerCall = 1;
    private long _position = range.Start;
    private ItemRange _doing = new(range.Start, range.Start);
    private long _safePoints;
    private int _lastEncoded;

    /// <summary>The end of what is computed.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>Rises at every safe point.</summary>
    public long SafePoints => Volatile.Read(ref _safePoints);

    /// <summary>True while the run waits for a commit, and once it is over: it is outside the kernel.</summary>
    public bool IsOutside
    {
        get => _isOutside;
        private set => _isOutside = value;
    }

    /// <summary>True once nobody waits for this run any more.</summary>
    public bool IsHalted => _halt.IsCancellationRequested;

    /// <summary>Cut off the finished prefix at the next safe point.</summary>
    public void AskCut() => _cutAsked = true;

    /// <summary>Stop at the next safe point.</summary>
    public void Halt() => _halt.Cancel();

    /// <summary>A prefix is committed.</summary>
    public void Settled() => _mayCut.Release();

    /// <summary>Gives up the end of the range; null when nothing can be given up.</summary>
    public long? Shrink() => _cursor.TryShrink(Volatile.Read(ref _itemsPerCall));

    /// <summary>The body of the slot's thread. Never throws.</summary>
    public void Run()
    {
        try
        {
            Compute();
            IsOutside = true;
            signals.TryWrite(new RunSignal.Completed(run));
        }
        catch (OperationCanceledException) when (_halt.IsCancellationRequested)
        {
            // Nobody waits for this run any more.
        }
#pragma warning disable CA1031 // Whatever a kernel throws becomes data.
        catch (Exception error)
#pragma warning restore CA1031
        {
            signals.TryWrite(new RunSignal.Failed(run, KernelFailures.Of(error, kernel.Kernel.Name, $"in items {_doing}")));
        }
    }

    public void Dispose()
    {
        _halt.Dispose();
        _mayCut.Dispose();
    }

    private void Compute()
    {
        var partial = kernel.Identity();
        var start = range.Start;
        while (_cursor.TryTake(_sizer.Items, out var chunk))
        {
            _doing = chunk;
            var began = time.GetTimestamp();
            partial = kernel.Extend(partial, chunk);
            _sizer.Observe(chunk.Length, time.GetElapsedTime(began));
            Volatile.Write(ref _itemsPerCall, _sizer.Items);
            Volatile.Write(ref _position, chunk.End);
            Volatile.Write(ref _safePoints, _safePoints + 1);
            _halt.Token.ThrowIfCancellationRequested();
            if (_cutAsked || kernel.SizeOf(partial) >= limits.CutAt)
            {
                Cut(new ItemRange(start, chunk.End), partial);
                partial = kernel.Identity();
                start = chunk.End;
            }
        }

        if (Position > start)
        {
            Cut(new ItemRange(start, Position), partial);
        }
    }

    private void Cut(ItemRange done, object partial)
    {
        IsOutside = true;
        _mayCut.Wait(_halt.Token);
        IsOutside = false;
        _cutAsked = false;
        _doing = done;
        var began = time.GetTimestamp();
        var encoded = new ArrayBufferWriter<byte>(_lastEncoded + (_lastEncoded / 8) + 256);
        kernel.Encode(partial, encoded);
        _lastEncoded = encoded.WrittenCount;
        if (encoded.WrittenCount > limits.Most)
        {
            throw new KernelContractException(
                $"Kernel '{kernel.Kernel.Name}' made a partial of {encoded.WrittenCount} bytes for items {done}; at most {limits.Most} are allowed. "
                + "Keep partials small, or override SizeOf so that the grid commits earlier.");
        }

        signals.TryWrite(new RunSignal.Prefix(run, done, encoded.WrittenMemory, time.GetElapsedTime(began)));
    }
}
