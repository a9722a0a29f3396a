namespace ElasticGrains.Runtime.Tests.Support;

/// <summary>Waits for a condition, for a bounded time.</summary>
public static class Until
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Longest, $"After {Longest} it is still not so that {what}.");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    /// <summary>Waits until a number has not changed for so long.</summary>
    public static async Task StandsStillAsync(Func<long> number, TimeSpan forSoLong, string what)
    {
        var last = number();
        var since = TimeProvider.System.GetTimestamp();
        await TrueAsync(
            () =>
            {
                var now = number();
                if (now != last)
                {
                    (last, since) = (now, TimeProvider.System.GetTimestamp());
                }

                return TimeProvider.System.GetElapsedTime(since) >= forSoLong;
            },
            what);
    }
}
