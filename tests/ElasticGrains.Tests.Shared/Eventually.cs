namespace ElasticGrains.Tests.Shared;

/// <summary>Waits for a condition of other processes.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1.5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks until <paramref name="holds"/> says yes.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> holds, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await holds())
        {
            Assert.False(patience.IsCancellationRequested, $"In {Patience} it never came to be that {what}.");
            await Task.Delay(Pause);
        }
    }
}
