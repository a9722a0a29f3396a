using System.Diagnostics;

namespace ElasticGrains.Cli.Bench;

/// <summary>Calls at a steady rate, each begun at its time whether the ones before have come back or not.</summary>
/// <remarks>
/// By a thread of its own, since timers of the pool come in bunches; one that does not spin while it waits, since Linux puts a thread that yields
/// behind all others of its processor, and the figure would be that of the thread.
/// </remarks>
internal sealed class PacedCalls(int perSecond, TimeSpan during)
{
    /// <summary>Milliseconds that each call took, from when it was due.</summary>
    public async Task<IReadOnlyList<double>> MeasureAsync(Func<Task> callAsync, CancellationToken cancellationToken)
    {
        var begun = new TaskCompletionSource<List<Task<double>>>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => begun.SetResult(Begin(callAsync, cancellationToken))) { IsBackground = true, Name = "eg-bench-calls" }.Start();
        return await Task.WhenAll(await begun.Task);
    }

    private List<Task<double>> Begin(Func<Task> callAsync, CancellationToken cancellationToken)
    {
        var calls = new List<Task<double>>();
        using var never = new ManualResetEventSlim(initialState: false, spinCount: 0);
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < during && !cancellationToken.IsCancellationRequested; never.Wait(1, CancellationToken.None))
        {
            while (calls.Count < Stopwatch.GetElapsedTime(began).TotalSeconds * perSecond)
            {
                calls.Add(TimeAsync(callAsync, began + (calls.Count * Stopwatch.Frequency / perSecond)));
            }
        }

        return calls;
    }

    private static async Task<double> TimeAsync(Func<Task> callAsync, long due)
    {
        await callAsync();
        return Stopwatch.GetElapsedTime(due).TotalMilliseconds;
    }
}
