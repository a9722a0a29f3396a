using System.Collections.Concurrent;
using ElasticGrains.Kernels;
using ElasticGrains.Runtime.Warm;
using ElasticGrains.Warm;
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
    public void Take_ManyThreadsAtOnce_MakesItOnceForAll()
    {
        using var start = new Barrier(8);
        var sums = new ConcurrentBag<object>();
        var threads = Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            var run = Run(Make);
            start.SignalAndWait();
            using var lease = Take(_states, run, [], default);
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
        Take(_states, Run(Make), [], default).Dispose();
        _time.Advance(WarmStates.Linger / 2);
        Take(_states, Run(Make), [], default).Dispose();
        _time.Advance(WarmStates.Linger * 0.75);
        using (Take(_states, Run(Make), [], default))
        {
            _time.Advance(WarmStates.Linger * 2);
            Take(_states, Run(Make), [], default).Dispose();
            _time.Advance(WarmStates.Linger * 2);
            Assert.Equal(1, _made);
        }

        _time.Advance(WarmStates.Linger);
        Take(_states, Run(Make), [], default).Dispose();
        Assert.Equal(2, _made);
    }

    [Fact]
    public void Making_Fails_NextOneTriesAgain()
    {
        Assert.Throws<InvalidOperationException>(() => Take(_states, Run(() => throw new InvalidOperationException("no model")), [], default));

        using var lease = Take(_states, Run(Make), [], default);
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
        var first = new Thread(() => Assert.Throws<OperationCanceledException>(() => Take(_states, Run(Make), ["a"], stop.Token)));
        first.Start();
        waiting.Wait();
        _peer.Carry = _ => null;
        var second = new Thread(() => Take(_states, Run(Make), ["a"], default).Dispose());
        second.Start();
        stop.Cancel();
        first.Join();
        second.Join();

        Assert.Equal(1, _made);
    }

    [Fact]
    public void State_OfAnotherSilo_IsCarriedAndComputesTheSame()
    {
        using var there = Take(_states, Run(Make), [], default);
        using var states = New(new Peer { Source = _states });
        var run = Run(() => throw new InvalidOperationException("is to be carried"));
        using var lease = Take(states, run, ["other"], default);

        Assert.Equal(499_500L, run.Extend(run.Identity(), new ItemRange(0, 1000)));
        Assert.Equal(1, _made);
    }

    [Fact]
    public void State_WithoutCodec_IsMadeOnEachSilo()
    {
        using var there = Take(_states, new WarmTable(Make, carries: false).Bind("1000"u8.ToArray()), [], default);
        Assert.Null(_states.Open(Key));
        Assert.Null(_states.IsReady(Key));
        using var states = New(new Peer { Source = _states });
        using var lease = Take(states, new WarmTable(Make, carries: false).Bind("1000"u8.ToArray()), ["other"], default);
        Assert.Equal(2, _made);
    }

    [Fact]
    public async Task Drain_WhatShardsHaveLetGo_IsAwaitedUntilItIsCarried()
    {
        var lease = Take(_states, Run(Make), [], default);
        _time.Advance(TimeSpan.FromSeconds(1));
        var began = _time.GetTimestamp();
        Assert.False(_states.IsAwaited(began, Nowhere));
        Assert.False(_states.IsBeingRead());

        lease.Dispose();
        Assert.True(_states.IsAwaited(began, Nowhere));
        Assert.False(_states.IsBeingRead());
        using (var transfer = _states.Open(Key)!)
        {
            Assert.True(_states.IsAwaited(began, Nowhere));
            Assert.True(_states.IsBeingRead());
            await transfer.WriteToAsync(Stream.Null, default);
            transfer.Sent();
        }

        Assert.False(_states.IsAwaited(began, Nowhere));
        Assert.False(_states.IsBeingRead());
    }

    [Fact]
    public void Ready_WhileItIsBeingMade_IsSaidSo()
    {
        bool? whileMaking = null;
        Take(
            _states,
            Run(() =>
            {
                whileMaking = _states.IsReady(Key);
                return Make();
            }),
            [],
            default).Dispose();

        Assert.False(whileMaking);
        Assert.True(_states.IsReady(Key));
    }

    [Fact]
    public void Ready_WhileOthersAreAskedForIt_IsNot()
    {
        var whileAsking = new List<bool?>();
        _peer.Carry = _ =>
        {
            whileAsking.Add(_states.IsReady(Key));
            return null;
        };
        Take(_states, Run(Make), ["a"], default).Dispose();

        // Two silos that wait for each other would wait for ever.
        Assert.Equal([null], whileAsking);
    }

    [Fact]
    public void Making_KernelGivesUpByItself_IsAFailureAndNotTriedForEver()
    {
        Assert.Throws<TaskCanceledException>(() => Take(_states, Run(() => throw new TaskCanceledException("the download took too long")), [], default));
        Assert.Null(_states.IsReady(Key));
    }

    [Fact]
    public void Making_KernelNeverComesBack_OthersMakeItAnew()
    {
        using var hung = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        using var stop = new CancellationTokenSource();
        var late = new Ending();
        var first = new Thread(() => Take(
            _states,
            new EndingKernel(() =>
            {
                hung.Set();
                go.Wait();
                return late;
            }).Bind("1"u8.ToArray()),
            [],
            stop.Token).Dispose());
        first.Start();
        hung.Wait();
        stop.Cancel();

        Take(_states, new EndingKernel(() => new Ending()).Bind("1"u8.ToArray()), [], default).Dispose();
        go.Set();
        first.Join();
        Assert.True(late.HasEnded);
    }

    [Fact]
    public void Carrying_FailsWhenItsShardIsStopped_IsNoFailureOfTheOthers()
    {
        using var stop = new CancellationTokenSource();
        _peer.Carry = _ =>
        {
            stop.Cancel();
            throw new IOException("broken pipe");
        };
        Assert.Throws<IOException>(() => Take(_states, Run(Make), ["a"], stop.Token));
        _peer.Carry = _ => null;
        Take(_states, Run(Make), ["a"], default).Dispose();
    }

    [Fact]
    public void Dispose_StatesThatAreFreeAndInUse_EndsEachWhenNobodyUsesIt()
    {
        var (free, used) = (new Ending(), new Ending());
        Take(_states, new EndingKernel(() => free).Bind("1"u8.ToArray()), [], default).Dispose();
        var lease = Take(_states, new EndingKernel(() => used).Bind("2"u8.ToArray()), [], default);
        Assert.False(free.HasEnded);

        _states.Dispose();
        Assert.True(free.HasEnded);
        Assert.False(used.HasEnded);
        lease.Dispose();
        Assert.True(used.HasEnded);
    }

    [Fact]
    public void State_Forgotten_IsEnded()
    {
        var state = new Ending();
        Take(_states, new EndingKernel(() => state).Bind("1"u8.ToArray()), [], default).Dispose();
        _time.Advance(WarmStates.Linger);
        Assert.True(state.HasEnded);
    }

    [Fact]
    public void Drain_SiloFromWhichItCameIsThere_IsNotAwaited()
    {
        _peer.Carry = _ => Table;
        Take(_states, Run(Make), ["other"], default).Dispose();
        Assert.True(_states.IsAwaited(0, Nowhere));
        Assert.False(_states.IsAwaited(0, silo => silo == "other"));
    }

    [Fact]
    public void Drain_WhatLingeredBefore_IsNotAwaited()
    {
        Take(_states, Run(Make), [], default).Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_states.IsAwaited(_time.GetTimestamp(), Nowhere));
    }

    private static bool Nowhere(string silo) => false;

    /// <summary>As the thread of a slot has it.</summary>
    private static IWarmLease Take(WarmStates states, IKernelRun run, string[] silos, CancellationToken cancellationToken)
    {
        var lease = states.ReserveAsync((IWarmRun)run, silos, cancellationToken).GetAwaiter().GetResult();
        try
        {
            lease.Prepare(cancellationToken);
            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private static string Key => Run(() => Table).WarmKey;

    private static IWarmRun Run(Func<int[]> make) => (IWarmRun)new WarmTable(make).Bind("1000"u8.ToArray());

    private WarmStates New(IWarmPeers peers) => new(peers, _time, NullLogger<WarmStates>.Instance);

    private int[] Make()
    {
        Interlocked.Increment(ref _made);
        return Table;
    }
}
