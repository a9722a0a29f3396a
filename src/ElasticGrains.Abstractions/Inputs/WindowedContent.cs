using System.Buffers;
using System.Diagnostics;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;

namespace ElasticGrains.Inputs;

/// <summary>
/// An input of a service, fetched in windows: small at first, larger while it is read on and on, and then the next is on its way while one is read. Every window
/// is of what was submitted, so that there is nothing to look at before and after.
/// </summary>
/// <param name="file">What was submitted.</param>
/// <param name="tryFor">How long a service that is away is waited for: its reader waits.</param>
public abstract class WindowedContent(InputFile file, TimeSpan tryFor)
{
    /// <summary>How long a service that is away is usually waited for: half a minute.</summary>
    public static readonly TimeSpan TryFor = TimeSpan.FromSeconds(30);

    private const int Least = 256 << 10;

    // What a request costs beside its bytes is a few of them; two or three windows are in memory.
    private const int Most = 4 << 20;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    // Neighbours, in order: readers go back a little, for what ends a word or a line.
    private readonly List<Window> _windows = [];

    /// <summary>What was submitted.</summary>
    protected InputFile File => file;

    /// <summary>False when there is nothing here with which somebody could go on.</summary>
    public bool MayGoOn => _windows.Count > 0;

    /// <summary>True when whoever reads that input from that offset on finds it, or what is behind it, here.</summary>
    public bool Continues(InputFile input, long offset) => _windows.Exists(window => window.Start <= offset && offset <= window.End) && input == file;

    /// <summary>Reads exactly <paramref name="into"/>.</summary>
    /// <exception cref="KernelInputException">The input is another one, or none, now.</exception>
    /// <exception cref="InputUnavailableException">It cannot be read now.</exception>
    public void ReadExactly(Span<byte> into, long offset)
    {
        try
        {
            Leave(offset);
            while (!into.IsEmpty)
            {
                var window = offset < file.Length ? At(offset) : throw Changed();
                if (!window.Loading.GetAwaiter().GetResult())
                {
                    throw Changed();
                }

                var part = window.Buffer.AsSpan((int)(offset - window.Start), (int)Math.Min(window.End - offset, into.Length));
                part.CopyTo(into);
                into = into[part.Length..];
                offset += part.Length;
            }
        }
        catch (LedgerUnavailableException error)
        {
            Close();
            throw new InputUnavailableException($"'{file.Path}' cannot be read: {error.Message}", error);
        }
        catch
        {
            // The next one that reads it asks anew.
            Close();
            throw;
        }
    }

    /// <summary>Nobody reads it any more.</summary>
    public void Close()
    {
        _windows.ForEach(Drop);
        _windows.Clear();
    }

    /// <summary>Fetches bytes of what was submitted.</summary>
    /// <param name="start">Where they begin.</param>
    /// <param name="into">Where to; its length is the number of bytes.</param>
    /// <param name="cancellationToken">Nobody waits for them any more.</param>
    /// <returns>False when it is another one, or none, now.</returns>
    /// <exception cref="LedgerUnavailableException">The service is away, refuses, or answers with too little.</exception>
    protected abstract Task<bool> FetchAsync(long start, Memory<byte> into, CancellationToken cancellationToken);

    /// <summary>True when it may pass by itself, and is worth waiting for.</summary>
    protected abstract bool MayPass(LedgerUnavailableException error);

    /// <summary>Says that it is another one, or none, now.</summary>
    protected abstract KernelInputException Changed();

    /// <summary>The bytes of a window, which ends where its service can be asked best.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="size">How many would be right.</param>
    protected virtual long LengthOf(long start, int size) => size;

    // Of what lies before an offset one window is kept: a reader goes back to what begins in one call and ends in the next.
    private void Leave(long offset)
    {
        for (var passed = _windows.FindIndex(window => offset < window.End); passed > 1; passed--)
        {
            Drop(_windows[0]);
            _windows.RemoveAt(0);
        }
    }

    private Window At(long offset)
    {
        var index = _windows.FindIndex(window => window.Start <= offset && offset < window.End);
        if (index < 0)
        {
            if (_windows.Count == 0 || _windows[^1].End != offset)
            {
                Close();
            }

            Fetch(offset);
            index = _windows.Count - 1;
        }
        else if (_windows[index].Loading.IsFaulted)
        {
            // It was fetched ahead, and that failed: only whoever waits for it tells how long.
            var failed = _windows[index];
            _windows[index] = failed with { Loading = LoadAsync(failed.Start, failed.Buffer.AsMemory(0, failed.Length), failed.Stop.Token) };
        }

        if (index > 0 && index == _windows.Count - 1 && _windows[index].End < file.Length)
        {
            Fetch(_windows[index].End);
        }

        return _windows[index];
    }

    private void Fetch(long start)
    {
        var size = _windows.Count == 0 ? Least : Math.Min(Most, 2 * _windows[^1].Size);
        var length = (int)Math.Min(LengthOf(start, size), file.Length - start);
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        var stop = new CancellationTokenSource();
        _windows.Add(new Window(start, length, size, buffer, LoadAsync(start, buffer.AsMemory(0, length), stop.Token), stop));
    }

    private async Task<bool> LoadAsync(long start, Memory<byte> into, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await FetchAsync(start, into, cancellationToken).ConfigureAwait(false);
            }
            catch (LedgerUnavailableException error) when (MayPass(error) && Stopwatch.GetElapsedTime(began) < tryFor)
            {
                await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static void Drop(Window window)
    {
        window.Stop.Cancel();

        // A buffer that is still written to is left to the collector.
        if (window.Loading.IsCompletedSuccessfully)
        {
            ArrayPool<byte>.Shared.Return(window.Buffer);
        }
    }

    /// <param name="Start">Where it begins in the input.</param>
    /// <param name="Length">In bytes.</param>
    /// <param name="Size">What it would be but for the end of the input.</param>
    /// <param name="Buffer">Its bytes, and more.</param>
    /// <param name="Loading">False when the input is another one.</param>
    /// <param name="Stop">Ends the loading.</param>
    private sealed record Window(long Start, int Length, int Size, byte[] Buffer, Task<bool> Loading, CancellationTokenSource Stop)
    {
        public long End => Start + Length;
    }
}
