using ElasticGrains.Runtime.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ElasticGrains.Runtime.Tests.Diagnostics;

public class DeliveriesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _delivery = new();

    // As a call to one who has died with it.
    [Fact]
    public async Task Wait_ForWhatDoesNotEnd_IsOverAfterAWhile()
    {
        var wait = WaitAsync();
        _time.Advance(Patience / 2);
        Assert.False(wait.IsCompleted);
        _time.Advance(Patience);
        await wait;
        _delivery.SetException(new InvalidOperationException("late"));
    }

    [Fact]
    public async Task Wait_ForWhatEnds_IsOverThen()
    {
        var wait = WaitAsync();
        _delivery.SetResult();
        await wait;
    }

    [Fact]
    public async Task Wait_ForWhatFails_SaysSo()
    {
        var wait = WaitAsync();
        _delivery.SetException(new TimeoutException("of the call itself"));
        Assert.Contains("of the call itself", (await Assert.ThrowsAsync<TimeoutException>(() => wait)).Message, StringComparison.Ordinal);
    }

    private Task WaitAsync() => _delivery.Task.WaitAtMostAsync(Patience, _time, NullLogger.Instance);
}
