using System.Data.Common;
using ElasticGrains.Client;
using ElasticGrains.Ledger;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization;

namespace ElasticGrains.Runtime.Tests.Clusters;

public class GridCallsTests
{
    // Where a call waits for its answer the clock goes on by itself, where it pauses somebody has to move it.
    private readonly FakeTimeProvider _time = new();

    public static TheoryData<Exception> Lost =>
    [
        new TimeoutException(), new OrleansException(), new LedgerUnavailableException("away"), new ObjectDisposedException("connection"), new OperationCanceledException(),
        new CodecNotFoundException("of a driver's error"), new PassingException(),
    ];

    [Theory]
    [MemberData(nameof(Lost))]
    public async Task Call_WhoseAnswerIsLost_IsSentAgain(Exception error)
    {
        var calls = 0;
        Assert.Equal(2, await GridCalls.ToCluster(TimeProvider.System).ExecuteAsync(_ => ++calls == 1 ? throw error : Task.FromResult(calls), default));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_ThatIsNeverAnswered_IsGivenUpAfterSomeTime(bool inProcess)
    {
        var (began, calls) = (_time.GetUtcNow(), 0);
        var call = (inProcess ? GridCalls.InProcess(_time) : GridCalls.ToCluster(_time)).ExecuteAsync<int>(
            _ =>
            {
                calls++;
                _time.Advance(TimeSpan.FromSeconds(3));
                throw new TimeoutException();
            },
            default);

        await WatchAsync(call);

        Assert.IsType<TimeoutException>((await Assert.ThrowsAsync<GridUnreachableException>(() => call)).InnerException);
        Assert.True(_time.GetUtcNow() - began >= TimeSpan.FromSeconds(75));
        Assert.InRange(calls, 2, 75 / 3); // The clock may run ahead of a retry that is due, and does not tell.
    }

    // A notebook was shut, a process was stopped: its calls are too old when it wakes, whoever has answered.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_OfAProcessThatSleptMeanwhile_IsSentAgain(bool inProcess)
    {
        var calls = 0;
        var call = (inProcess ? GridCalls.InProcess(_time) : GridCalls.ToCluster(_time)).ExecuteAsync(
            _ =>
            {
                _time.Advance(calls == 0 ? TimeSpan.FromHours(8) : TimeSpan.Zero);
                return ++calls == 1 ? throw new TimeoutException() : Task.FromResult(calls);
            },
            default);

        await WatchAsync(call);

        Assert.Equal(2, await call);
    }

    [Fact]
    public async Task Call_InOneProcess_DoesNotOutliveTheGrid() =>
        await Assert.ThrowsAsync<ObjectDisposedException>(() => GridCalls.InProcess(_time).ExecuteAsync<int>(_ => throw new ObjectDisposedException("grid"), default));

    [Fact]
    public async Task Call_OfACallerWhoGivesUp_IsNotSentAgain()
    {
        var calls = 0;
        using var patience = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => GridCalls.ToCluster(TimeProvider.System).ExecuteAsync<int>(
            stop =>
            {
                calls++;
                patience.Cancel();
                throw new OperationCanceledException(stop);
            },
            patience.Token));
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Call_ThatIsRefused_IsNotSentAgain() =>
        await Assert.ThrowsAsync<KeyNotFoundException>(() => GridCalls.ToCluster(TimeProvider.System).ExecuteAsync<int>(_ => throw new KeyNotFoundException(), default));

    private async Task WatchAsync(Task call)
    {
        while (!call.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
    }

    private sealed class PassingException : DbException
    {
        public override bool IsTransient => true;
    }
}
