using System.Threading.Channels;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Shards;
using ElasticGrains.Kernels;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Shards;
using ElasticGrains.Warm;

namespace ElasticGrains.Runtime.Shards;

/// <summary>
/// One attempt on a slot's thread: computes chunk after chunk, and between two of them (a safe point) looks whether to cut off what is
/// finished, to stop, or to wait because too much is waiting for commit. The shards of a run are cut off one by one.
/// </summary>
internal sealed class ShardRunner(
    long number, IKernelRun kernel, ItemRange range, RunCut? run, ChannelWriter<RunSignal> signals, PartialLimits limits, TimeProvider time) : IDisposable
{
    private readonly RunCursor _cursor = new(range, run);
    private readonly ChunkSizer _sizer = new();
    private readonly PieceBatch _finished = new(kernel, limits, time);
    private readonly SemaphoreSlim _mayCut = new(limits.Waiting);
    private readonly CancellationTokenSource _halt = new();
    private readonly CancellationTokenSource _unwanted = new();
    private volatile bool _cutAsked;
    private volatile bool _isOutside = true;
    private long _itemsPerCall = 1;
    private long _position = range.Start;
    private ItemRange _doing = new(range.Start, range.Start);
    private long _shardEnd = run is null ? long.MaxValue : range.Start;
    private TimeSpan _waited;
    private long _safePoints;

    /// <summary>The end of what is computed.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>The first item of what the kernel computes now, or computed last.</summary>
    public long Item => _doing.Start;

    /// <summary>Rises at every safe point.</summary>
    public long SafePoints => Volatile.Read(ref _safePoints);

    /// <summary>True before the run begins, while it waits for a commit, and once it is over: it is outside the kernel.</summary>
    public bool IsOutside
    {
        get => _isOutside;
        private set => _isOutside = value;
    }

    /// <summary>True once nobody waits for this run any more.</summary>
    public bool IsHalted => _halt.IsCancellationRequested;

    /// <summary>Cut off the finished prefix at the next safe point.</summary>
    public void AskCut() => _cutAsked = true;

    /// <summary>The item behind the last that the kernel has begun.</summary>
    public long Begun => _cursor.Taken;

    /// <summary>Cut off what is finished at the next safe point, and end there as at the bound.</summary>
    public void Release()
    {
        _cursor.Close();
        _unwanted.Cancel();
    }

    /// <summary>Stop at the next safe point.</summary>
    public void Halt()
    {
        _halt.Cancel();
        _unwanted.Cancel();
    }

    /// <summary>It is halted, or is to give up what it has not begun.</summary>
    public CancellationToken Unwanted => _unwanted.Token;

    /// <summary>Stands still until it is halted.</summary>
    public void AwaitHalt() => _halt.Token.WaitHandle.WaitOne();

    /// <summary>
    /// Cuts off what shards of the run have finished, from outside its thread: the kernel has not come back for a while, and may never do.
    /// </summary>
    public void TakeFinished()
    {
        if (!_finished.IsEmpty && _mayCut.Wait(0) && !_finished.TrySend(number, signals))
        {
            _mayCut.Release();
        }
    }

    /// <summary>A prefix is committed.</summary>
    public void Settled() => _mayCut.Release();

    /// <summary>Gives up the end of the range; null when nothing can be given up.</summary>
    public long? Shrink(bool toNext) => _cursor.TryShrink(Volatile.Read(ref _itemsPerCall), toNext);

    /// <summary>The body of the slot's thread. Never throws.</summary>
    /// <param name="warm">What the kernel computes with besides; null for nothing.</param>
    public void Run(IWarmLease? warm)
    {
        IsOutside = false;
        var where = "when it made its warm state";
        try
        {
            // It is let go before anybody hears of the end: a silo that is drained looks then whether another comes for it.
            using (warm)
            {
                warm?.Prepare(Unwanted);
                where = "";
                Volatile.Write(ref _safePoints, _safePoints + 1);
                _halt.Token.ThrowIfCancellationRequested();
                Compute();
            }

            IsOutside = true;
            signals.TryWrite(new RunSignal.Completed(number));
        }
        catch (OperationCanceledException) when (_halt.IsCancellationRequested)
        {
            // Nobody waits for this run any more.
        }
#pragma warning disable CA1031 // Whatever a kernel throws becomes data.
        catch (Exception error)
#pragma warning restore CA1031
        {
            var failure = KernelFailures.Of(error, kernel.Kernel.Name, where.Length > 0 ? where : $"in items {_doing}");
            SendFinished();
            IsOutside = true;
            signals.TryWrite(new RunSignal.Failed(number, failure, _doing));
        }
    }

    public void Dispose()
    {
        _halt.Dispose();
        _unwanted.Dispose();
        _mayCut.Dispose();
    }

    private void Compute()
    {
        var partial = kernel.Identity();
        var start = range.Start;
        while (_cursor.TryTake(_sizer.Items, out var chunk))
        {
            var began = time.GetTimestamp();
            var waited = _waited;
            foreach (var part in PartsOf(chunk))
            {
                _doing = part;
                partial = kernel.Extend(partial, part);
                if (part.End == _shardEnd)
                {
                    Finish(ref partial, ref start, part.End);
                }
            }

            _sizer.Observe(chunk.Length, time.GetElapsedTime(began) - (_waited - waited));
            Volatile.Write(ref _itemsPerCall, _sizer.Items);
            Volatile.Write(ref _position, chunk.End);
            Volatile.Write(ref _safePoints, _safePoints + 1);
            _halt.Token.ThrowIfCancellationRequested();
            var isLarge = kernel.SizeOf(partial) >= limits.CutAt;
            if (_cutAsked || isLarge)
            {
                // Of a run, shards that are finished come before half a shard.
                Cut(ref partial, ref start, withUnfinished: isLarge || _finished.IsEmpty);
            }
        }

        Cut(ref partial, ref start, withUnfinished: true);
    }

    /// <summary>The parts of a chunk that lie within one shard.</summary>
    private IEnumerable<ItemRange> PartsOf(ItemRange chunk)
    {
        for (var at = chunk.Start; at < chunk.End;)
        {
            if (run is not null && at >= _shardEnd)
            {
                _shardEnd = EvenCut.Of(run.Items, run.Parts, EvenCut.PartAt(run.Items, run.Parts, at)).End;
            }

            var end = Math.Min(chunk.End, _shardEnd);
            yield return new ItemRange(at, end);
            at = end;
        }
    }

    private void Finish(ref object partial, ref long start, long end)
    {
        _finished.Add(new ItemRange(start, end), partial);
        partial = kernel.Identity();
        start = end;
        Volatile.Write(ref _position, end);
        Volatile.Write(ref _safePoints, _safePoints + 1);
        _halt.Token.ThrowIfCancellationRequested();
        while (_finished.IsFull)
        {
            Send();
        }
    }

    private void Cut(ref object partial, ref long start, bool withUnfinished)
    {
        if (withUnfinished && Position > start)
        {
            _doing = new ItemRange(start, Position);
            _finished.Add(_doing, partial);
            partial = kernel.Identity();
            start = Position;
        }

        while (!_finished.IsEmpty)
        {
            Send();
        }
    }

    private void Send()
    {
        var began = time.GetTimestamp();
        IsOutside = true;
        _mayCut.Wait(_halt.Token);
        IsOutside = false;
        _waited += time.GetElapsedTime(began);
        _cutAsked = false;
        if (!_finished.TrySend(number, signals))
        {
            // The grain took them while this thread waited.
            _mayCut.Release();
        }
    }

    /// <summary>What other shards of the run have finished is not computed again because one failed.</summary>
    private void SendFinished()
    {
        try
        {
            while (!_finished.IsEmpty)
            {
                Send();
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for it any more.
        }
    }
}
