using ElasticGrains.Client;
using ElasticGrains.Ledger;

namespace ElasticGrains.Runtime.Tests.Clusters;

public class GridCallsTests
{
    public static TheoryData<Exception> Lost =>
    [
        new TimeoutException(), new OrleansException(), new LedgerUnavailableException("away"), new ObjectDisposedException("connection"), new OperationCanceledException(),
    ];

    [Theory]
    [MemberData(nameof(Lost))]
    public async Task Call_WhoseAnswerIsLost_IsSentAgain(Exception error)
    {
        var calls = 0;
        Assert.Equal(2, await GridCalls.Patient(TimeProvider.System).ExecuteAsync(_ => ++calls == 1 ? throw error : ValueTask.FromResult(calls)));
    }

    [Fact]
    public async Task Call_OfACallerWhoGivesUp_IsNotSentAgain()
    {
        var calls = 0;
        using var patience = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await GridCalls.Patient(TimeProvider.System).ExecuteAsync<int>(
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
        await Assert.ThrowsAsync<KeyNotFoundException>(async () => await GridCalls.Patient(TimeProvider.System).ExecuteAsync<int>(_ => throw new KeyNotFoundException()));
}
