using System.Diagnostics;
using System.Globalization;
using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.Demo;

namespace ElasticGrains.Cli.Bench;

/// <summary>
/// Ten times as many small jobs as two silos complete, offered whether or not the earlier ones are answered: what is taken must be finished,
/// what is not must be told when to come back, and memory must not grow.
/// </summary>
internal sealed class OverloadBench : IAsyncDisposable
{
    private const int Items = 10;
    private const int Times = 10;
    private const int Clients = 64;

    // Beyond so many calls under way the measuring process, not the grid, would be what is measured.
    private const int MostUnderWay = 50_000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Line = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly BenchCluster _cluster;
    private readonly List<double> _accepted = [];
    private readonly Lock _gate = new();
    private long _before;
    private long _taken;
    private long _turnedAway;
    private long _withoutTime;
    private long _failed;
    private string? _failure;
    private long _mostMemory;
    private long _notOffered;
    private int _underWay;
    private long _lookedAt;

    private OverloadBench(BenchCluster cluster) => _cluster = cluster;

    public static async Task RunAsync(int minutes, TextWriter output, CancellationToken cancellationToken)
    {
        await using var bench = new OverloadBench(await BenchCluster.StartAsync(silos: 2, slots: 1, cancellationToken));
        await bench.MeasureAsync(TimeSpan.FromMinutes(minutes), output, cancellationToken);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private async Task MeasureAsync(TimeSpan time, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync("overload: warming up");
        var capacity = await CapacityAsync(cancellationToken);
        var rate = Times * capacity;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Clients} clients that wait for each result: {capacity:0} jobs/s; {rate:0} jobs/s are offered for {time}"));
        var memory = _cluster.Silos.Max(ResidentMemory.Of);
        var began = Stopwatch.GetTimestamp();
        var (offered, nextLine) = (0L, Line);
        while (Stopwatch.GetElapsedTime(began) is var elapsed && elapsed < time)
        {
            for (var due = (long)(elapsed.TotalSeconds * rate); offered < due; offered++)
            {
                _ = OfferAsync(cancellationToken);
            }

            if (elapsed >= nextLine)
            {
                nextLine += Line;
                await output.WriteLineAsync(Report(elapsed, offered));
            }

            await Task.Delay(Beat, cancellationToken);
            LookAtMemory();
        }

        await UntilFinishedAsync(cancellationToken);
        var done = (await _cluster.Ledger.ListAsync(cancellationToken)).Count(job => job is { Phase: JobPhase.Succeeded, Committed: Items }) - _before;
        await output.WriteLineAsync(Report(time, offered));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"accepted {_taken:N0}, of these finished {done:N0}; told to come back {_turnedAway:N0}, of these without a time {_withoutTime}; not offered {_notOffered:N0}"));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"a silo held at most {_mostMemory / 1048576.0:0} MiB, {memory / 1048576.0:0} before; drained {Stopwatch.GetElapsedTime(began).TotalSeconds - time.TotalSeconds:0} s after the end"));
        if (done != _taken || _withoutTime > 0 || _failed > 0)
        {
            throw new EgException(
                ExitCode.Failed,
                $"an accepted job is not finished, a refusal named no time, or a submission failed ({_failed}, the last with: {_failure ?? "none"}).");
        }
    }

    private void LookAtMemory()
    {
        if (Stopwatch.GetElapsedTime(_lookedAt) >= Look)
        {
            _lookedAt = Stopwatch.GetTimestamp();
            _mostMemory = Math.Max(_mostMemory, _cluster.Silos.Max(ResidentMemory.Of));
        }
    }

    private async Task<double> CapacityAsync(CancellationToken cancellationToken)
    {
        var (done, counted) = (0L, 0L);
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(began) < WarmUp)
            {
                var job = await _cluster.Grid.SubmitAsync(new SquaresKernel(), new SquaresInput(Items), options: null, cancellationToken);
                await job.OutcomeAsync(cancellationToken);
                Interlocked.Increment(ref done);
                if (Stopwatch.GetElapsedTime(began) > WarmUp / 2)
                {
                    Interlocked.Increment(ref counted);
                }
            }
        }));
        _before = done;
        return counted / (WarmUp / 2).TotalSeconds;
    }

    private async Task OfferAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _underWay) > MostUnderWay)
        {
            Interlocked.Increment(ref _notOffered);
        }
        else
        {
            await SubmitAsync(cancellationToken);
        }

        Interlocked.Decrement(ref _underWay);
    }

    private async Task SubmitAsync(CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await _cluster.Grid.SubmitAsync(new SquaresKernel(), new SquaresInput(Items), options: null, cancellationToken);
            Interlocked.Increment(ref _taken);
            lock (_gate)
            {
                _accepted.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }
        catch (JobRefusedException busy) when (busy.Status == SubmitStatus.Busy)
        {
            Interlocked.Increment(ref _turnedAway);
            Interlocked.Add(ref _withoutTime, busy.RetryAfter is null ? 1 : 0);
        }
#pragma warning disable CA1031 // Whatever it is, it is counted, and the figure is void.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Interlocked.Increment(ref _failed);
            _failure = error.Message;
        }
    }

    private async Task UntilFinishedAsync(CancellationToken cancellationToken)
    {
        while (Volatile.Read(ref _underWay) > 0 || await _cluster.IsBusyAsync(cancellationToken))
        {
            LookAtMemory();
            await Task.Delay(Poll, cancellationToken);
        }
    }

    private string Report(TimeSpan elapsed, long offered)
    {
        double[] times;
        lock (_gate)
        {
            times = [.. _accepted];
            _accepted.Clear();
        }

        var latency = times.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", answered in p50 {Percentile.Of(times, 0.5):0} ms, p99 {Percentile.Of(times, 0.99):0} ms");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{elapsed.TotalSeconds,4:0} s: offered {offered:N0}, accepted {_taken:N0}{latency}; silos {string.Join(" and ", _cluster.Silos.Select(silo => $"{ResidentMemory.Of(silo) / 1048576.0:0} MiB"))}");
    }
}
