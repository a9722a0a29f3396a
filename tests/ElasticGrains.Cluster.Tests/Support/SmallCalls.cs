using System.Collections.Concurrent;
using System.Diagnostics;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cluster.Tests.Support;

/// <summary>
/// A thousand small calls a second through one client, from its start to its end: the status of running jobs. They are sent at their time
/// whether or not earlier ones were answered, and each once: nothing hides an error.
/// </summary>
internal sealed class SmallCalls
{
    private const int PerSecond = 1000;

    private readonly IJobGrain[] _jobs;
    private readonly ConcurrentQueue<TimeSpan> _times = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly Task _sending;
    private volatile bool _isEnded;

    private SmallCalls(IEnumerable<IJobGrain> jobs)
    {
        _jobs = [.. jobs];
        _sending = SendAsync();
    }

    public static SmallCalls Start(TestClient client, params IEnumerable<string> jobs) =>
        new(jobs.Select(id => client.Grains.GetGrain<IJobGrain>(GrainKeys.OfJob(id))));

    /// <summary>Ends them; every one that was sent has been answered.</summary>
    /// <returns>How many there were, and the longest time that one of a hundred took.</returns>
    public async Task<(int Calls, TimeSpan P99)> EndWithoutErrorsAsync()
    {
        _isEnded = true;
        await _sending;
        Assert.True(_errors.IsEmpty, $"{_errors.Count} of {_times.Count + _errors.Count} small calls failed, for example: {_errors.FirstOrDefault()}");
        Assert.NotEmpty(_times);
        return (_times.Count, _times.Order().ElementAt(_times.Count * 99 / 100));
    }

    private async Task SendAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var calls = new List<Task>();
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        do
        {
            for (var due = Stopwatch.GetElapsedTime(began).TotalSeconds * PerSecond; calls.Count < due;)
            {
                calls.Add(CallAsync(_jobs[calls.Count % _jobs.Length]));
            }
        }
        while (!_isEnded && await pulse.WaitForNextTickAsync());

        await Task.WhenAll(calls);
    }

    private async Task CallAsync(IJobGrain job)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            Assert.Equal(JobPhase.Running, (await job.GetStatusAsync())!.Phase);
            _times.Enqueue(Stopwatch.GetElapsedTime(began));
        }
#pragma warning disable CA1031 // Whatever it is, it is counted.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _errors.Enqueue($"{error.GetType().Name} after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s: {error.Message}");
        }
    }
}
