using System.Collections.Concurrent;
using ElasticGrains.Kernels;
using ElasticGrains.Runtime.Warm;
using ElasticGrains.Transfer;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ElasticGrains.Runtime.Tests.Warm;

public sealed class WarmStatesTests : IDisposable
{
    private static readonly int[] Table = [.. Enumerable.Range(0, 1000)];

    private readonly FakeTimeProvider _time = new();
    private readonly Peer _peer = new();
    private readonly WarmStates _states;
    private int _made;

    public WarmStatesTests() => _states = New(_peer);

    public void Dispose() => _states.Dispose();

    [Fact]
    public void Take_KernelWithoutWarmState_DoesNothing() => Assert.Null(_states.Take(new Kernels.HashKernel(new Kernels.ProbedKernels()).Bind("""{"items":1}"""u8.ToArray()), ["a"], default));

    [Fact]
    public void Take_ManyThreadsAtOnce_MakesItOnceForAll()
    {
        using var start = new Barrier(8);
        var sums = new ConcurrentBag<object>();
        var threads = Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            var run = Run(Make);
            start.SignalAndWait();
            using var lease = _states.Take(run, [], default);
            sums.Add(run.Extend(run.Identity(), new ItemRange(0, 1000)));
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Equal(1, _made);
        Assert.Equal(Enumerable.Repeat((object)499_500L, 8), sums);
    }

    [Fact]
    public void State_NobodyUsesIt_IsKeptForAWhile()
    {
        _states.Take(Run(Make), [], default)!.Dispose();
        _time.Advance(WarmStates.Linger / 2);
        _states.Take(Run(Make), [], default)!.Dispose();
        _time.Advance(WarmStates.Linger * 0.75);
        using (_states.Take(Run(Make), [], default))
        {
            _time.Advance(WarmStates.Linger * 2);
            _states.Take(Run(Make), [], default)!.Dispose();
            _time.Advance(WarmStates.Linger * 2);
            Assert.Equal(1, _made);
        }

        _time.Advance(WarmStates.Linger);
        _states.Take(Run(Make), [], default)!.Dispose();
        Assert.Equal(2, _made);
    }

    [Fact]
    public void Making_Fails_NextOneTriesAgain()
    {
        Assert.Throws<InvalidOperationException>(() => _states.Take(Run(() => throw new InvalidOperationException("no model")), [], default));

        using var lease = _states.Take(Run(Make), [], default);
        Assert.Equal(1, _made);
    }

    [Fact]
    public void Making_IsStopped_OneThatWaitedMakesIt()
    {
        using var stop = new CancellationTokenSource();
        using var waiting = new ManualResetEventSlim();
        _peer.Carry = cancelled =>
        {
            waiting.Set();
            cancelled.WaitHandle.WaitOne();
            cancelled.ThrowIfCancellationRequested();
            return null;
        };
        var first = new Thread(() => Assert.Throws<OperationCanceledException>(() => _states.Take(Run(Make), ["a"], stop.Token)));
        first.Start();
        waiting.Wait();
        _peer.Carry = _ => null;
        var second = new Thread(() => _states.Take(Run(Make), ["a"], default)!.Dispose());
        second.Start();
        stop.Cancel();
        first.Join();
        second.Join();

        Assert.Equal(1, _made);
    }

    [Fact]
    public async Task State_OfAnotherSilo_IsCarriedAndComputesTheSame()
    {
        using var there = _states.Take(Run(Make), [], default);
        using var states = New(new Peer { Source = new WarmTransfers(_states) });
        var run = Run(() => throw new InvalidOperationException("is to be carried"));
        await Task.Yield();
        using var lease = states.Take(run, ["other"], default);

        Assert.Equal(499_500L, run.Extend(run.Identity(), new ItemRange(0, 1000)));
        Assert.Equal(1, _made);
    }

    [Fact]
    public async Task State_WithoutCodec_IsMadeOnEachSilo()
    {
        using var there = _states.Take(new WarmTable(Make, carries: false).Bind("1000"u8.ToArray()), [], default);
        Assert.Null(await new WarmTransfers(_states).OpenAsync(Key, default));
        using var states = New(new Peer { Source = new WarmTransfers(_states) });
        using var lease = states.Take(new WarmTable(Make, carries: false).Bind("1000"u8.ToArray()), ["other"], default);
        Assert.Equal(2, _made);
    }

    [Fact]
    public async Task Drain_WhatShardsHaveLetGo_IsAwaitedUntilItIsCarried()
    {
        var lease = _states.Take(Run(Make), [], default)!;
        _time.Advance(TimeSpan.FromSeconds(1));
        var began = _time.GetTimestamp();
        Assert.False(_states.IsAwaited(began));
        Assert.True(_states.IsBeingRead());

        lease.Dispose();
        Assert.True(_states.IsAwaited(began));
        Assert.False(_states.IsBeingRead());
        using (var transfer = (await new WarmTransfers(_states).OpenAsync(Key, default))!)
        {
            Assert.False(_states.IsAwaited(began));
            Assert.True(_states.IsBeingRead());
            await transfer.WriteToAsync(Stream.Null, default);
            transfer.Sent();
        }

        Assert.False(_states.IsAwaited(began));
        Assert.False(_states.IsBeingRead());
    }

    [Fact]
    public async Task Find_StateIsBeingMade_WaitsForIt()
    {
        using var begun = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        var maker = new Thread(() => _states.Take(
            Run(() =>
            {
                begun.Set();
                go.Wait();
                return Make();
            }), [], default)!.Dispose());
        maker.Start();
        begun.Wait();
        var found = _states.FindAsync(Key, default);
        Assert.False(found.IsCompleted);
        go.Set();
        (await found)!.Dispose();
        maker.Join();
    }

    [Fact]
    public async Task Find_StateIsAskedForElsewhere_DoesNotWait()
    {
        using var asked = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        _peer.Carry = cancelled =>
        {
            asked.Set();
            go.Wait(cancelled);
            return null;
        };
        var maker = new Thread(() => _states.Take(Run(Make), ["a"], default)!.Dispose());
        maker.Start();
        asked.Wait();
        Assert.Null(await _states.FindAsync(Key, default));
        go.Set();
        maker.Join();
    }

    [Fact]
    public void Drain_WhatLingeredBefore_IsNotAwaited()
    {
        _states.Take(Run(Make), [], default)!.Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_states.IsAwaited(_time.GetTimestamp()));
    }

    private static string Key => Run(() => Table).WarmKey;

    private static IWarmRun Run(Func<int[]> make) => (IWarmRun)new WarmTable(make).Bind("1000"u8.ToArray());

    private WarmStates New(IWarmPeers peers) => new(peers, _time, NullLogger<WarmStates>.Instance);

    private int[] Make()
    {
        Interlocked.Increment(ref _made);
        return Table;
    }

    /// <summary>The other silo.</summary>
    private sealed class Peer : IWarmPeers
    {
        public ITransferSource? Source { get; init; }

        public Func<CancellationToken, object?> Carry { get; set; } = _ => null;

        public async Task<object?> CarryAsync(IWarmRun run, IReadOnlyList<string> silos, CancellationToken cancellationToken)
        {
            using var transfer = Source is null ? null : await Source.OpenAsync(run.WarmKey, cancellationToken);
            if (transfer is null)
            {
                return Carry(cancellationToken);
            }

            var sent = new MemoryStream();
            await transfer.WriteToAsync(sent, cancellationToken);
            sent.Position = 0;
            return await run.ReadWarmAsync(sent, cancellationToken);
        }
    }
}
