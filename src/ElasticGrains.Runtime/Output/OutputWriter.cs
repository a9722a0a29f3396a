using System.Globalization;
using System.Threading.Channels;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Output;

/// <summary>
/// Brings lines of this silo's kernels to the job log, beside the commits and without their knowledge: at most once per interval, and soon
/// after the end of an attempt. While the ledger is away a bounded number waits.
/// </summary>
internal sealed class OutputWriter(IJobLog log, OutputLimits limits, TimeProvider time, ILogger<OutputWriter> logger) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Channel<bool> _lines = Bell();
    private readonly Channel<bool> _ends = Bell();
    private readonly CancellationTokenSource _stop = new();
    private List<(AttemptOutput From, LogLine Line)> _waiting = [];
    private long _waitingBytes;
    private Task _loop = Task.CompletedTask;

    /// <summary>False while so much waits that no more lines are taken.</summary>
    public bool HasRoom => Volatile.Read(ref _waitingBytes) < limits.WaitingBytes;

    public static string LogIsFull(OutputLimits limits) => $"of a job {Size(limits.JobBytes)} are kept";

    public static string Size(long bytes) => bytes < 1 << 20
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20:N0} MiB");

    public void Add(AttemptOutput from, LogLine line)
    {
        lock (_gate)
        {
            _waiting.Add((from, line));
            _waitingBytes += line.Bytes;
        }

        _lines.Writer.TryWrite(true);
    }

    /// <summary>An attempt that wrote lines is over: readers wait for the last of them.</summary>
    public void AttemptEnded() => _ends.Writer.TryWrite(true);

    public void Start() => _loop = LoopAsync(_stop.Token);

    /// <summary>Writes what waits, once.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        await WriteAsync();
    }

    public void Dispose() => _stop.Dispose();

    private static Channel<bool> Bell() => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private async Task LoopAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await _lines.Reader.ReadAsync(stop);
                await WriteAsync();
                await Task.Delay(limits.IntervalAtEnd, time, stop);
                await EndOrAsync(limits.Interval - limits.IntervalAtEnd, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task EndOrAsync(TimeSpan pause, CancellationToken stop)
    {
        using var pulse = new CancellationTokenSource(pause, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(pulse.Token, stop);
        try
        {
            await _ends.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Nothing has ended meanwhile.
        }
    }

    private async Task WriteAsync()
    {
        List<(AttemptOutput From, LogLine Line)> taken;
        lock (_gate)
        {
            (taken, _waiting) = (_waiting, []);
        }

        var batches = taken.GroupBy(entry => entry.From.JobId).SelectMany(job => job.Chunk(limits.BatchLines)).ToList();
        for (var i = 0; i < batches.Count; i++)
        {
            if (!await TryWriteAsync(batches[i]))
            {
                PutBack(batches.Skip(i).SelectMany(batch => batch));
                return;
            }
        }
    }

    /// <summary>False when the ledger is away.</summary>
    private async Task<bool> TryWriteAsync((AttemptOutput From, LogLine Line)[] batch)
    {
        var lines = Array.FindAll(batch, entry => entry.Line.Stream != LogStream.Notice);
        try
        {
            var kept = await log.AppendAsync(batch[0].From.JobId, Array.ConvertAll(batch, entry => entry.Line), limits.JobBytes);
            NotKept(lines.Skip(kept), LogIsFull(limits), isFull: true);
        }
        catch (LedgerUnavailableException error)
        {
            Log.OutputWaits(logger, batch.Length, error.Message);
            return false;
        }
#pragma warning disable CA1031 // Whatever it is, other lines and the jobs themselves have nothing to do with it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.OutputLost(logger, error, batch.Length);
            NotKept(lines, "the ledger refused them; the silo's log says why", isFull: false);
        }

        lock (_gate)
        {
            _waitingBytes -= lines.Sum(entry => entry.Line.Bytes);
        }

        return true;
    }

    private static void NotKept(IEnumerable<(AttemptOutput From, LogLine Line)> lines, string why, bool isFull)
    {
        foreach (var attempt in lines.GroupBy(entry => entry.From))
        {
            attempt.Key.NotKept(attempt.Count(), why, isFull);
        }
    }

    private void PutBack(IEnumerable<(AttemptOutput From, LogLine Line)> lines)
    {
        lock (_gate)
        {
            _waiting.InsertRange(0, lines);
        }

        _lines.Writer.TryWrite(true);
    }
}
