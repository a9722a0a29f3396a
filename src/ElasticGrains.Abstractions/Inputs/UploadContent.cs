using System.Globalization;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;

namespace ElasticGrains.Inputs;

/// <summary>A file of an input that lies in a grid, fetched in windows that end where parts do: each part is fetched whole, and checked.</summary>
/// <param name="sources">Where it can be read from now; several silos of a ledger may live in this process.</param>
/// <param name="name">The file.</param>
/// <param name="file">What was submitted.</param>
/// <param name="tryFor">How long a store that is away is waited for.</param>
internal sealed class UploadContent(Func<IReadOnlyList<UploadReader>> sources, UploadPattern name, InputFile file, TimeSpan tryFor) : WindowedContent(file, tryFor)
{
    // Bytes that were changed on their way are right the next time; changed where they are kept, they are not.
    private const int Reads = 2;

    private const int None = -1;

    // Where reading failed another one of the sources is next.
    private int _failures;

    protected override long LengthOf(long start, int size)
    {
        var end = name.Offset + start + size;
        return ((end + UploadRules.PartBytes - 1) / UploadRules.PartBytes * UploadRules.PartBytes) - name.Offset - start;
    }

    protected override async Task<bool> FetchAsync(long start, Memory<byte> into, CancellationToken cancellationToken)
    {
        for (var reads = 1; ; reads++)
        {
            if (await FetchOnceAsync(start, into, cancellationToken).ConfigureAwait(false) is not { } damaged)
            {
                return false;
            }

            if (damaged == None)
            {
                return true;
            }

            if (reads == Reads)
            {
                throw new InputUnavailableException($"'{File.Path}' cannot be read: part {damaged} of input '{name.Name}' is missing in the ledger, or not what it should be. Delete the input, put it there again, and submit a new job.");
            }
        }
    }

    /// <summary>The number of a part that is damaged, or a negative one; null when there is no such input.</summary>
    private async Task<int?> FetchOnceAsync(long start, Memory<byte> into, CancellationToken cancellationToken)
    {
        var (from, end) = (name.Offset + start, name.Offset + start + into.Length);
        var first = (int)(from / UploadRules.PartBytes);
        var count = (int)((end - 1) / UploadRules.PartBytes) - first + 1;
        if (await ReadAsync(first, count, cancellationToken).ConfigureAwait(false) is not { } parts)
        {
            return null;
        }

        for (var i = 0; i < count; i++)
        {
            var begin = (long)(first + i) * UploadRules.PartBytes;
            var (skip, stop) = ((int)Math.Max(0, from - begin), (int)Math.Min(UploadRules.PartBytes, end - begin));
            if (i >= parts.Count || parts[i].Stamp.Part != first + i || parts[i].Stamp.Length < stop || !parts[i].IsSound())
            {
                return first + i;
            }

            parts[i].Bytes[skip..stop].CopyTo(into[(int)(begin + skip - from)..]);
        }

        return None;
    }

    private async Task<IReadOnlyList<UploadPart>?> ReadAsync(int first, int count, CancellationToken cancellationToken)
    {
        if (sources() is not { Count: > 0 } open)
        {
            throw new InputUnavailableException($"'{File.Path}' cannot be read: its grid is not open here any more.");
        }

        try
        {
            return await open[(_failures & int.MaxValue) % open.Count].ReadAsync(name.Name, File.Fingerprint, first, count, cancellationToken).ConfigureAwait(false);
        }
        catch (LedgerUnavailableException)
        {
            Interlocked.Increment(ref _failures);
            throw;
        }
    }

    protected override bool MayPass(LedgerUnavailableException error) => true;

    protected override KernelInputException Changed() => new(string.Create(
        CultureInfo.InvariantCulture,
        $"Input '{name.Name}' is not in the grid any more as it was when the job was submitted ({File.Path}, {File.Length:N0} bytes): it was deleted, or had expired. Put it there again, and submit a new job."));
}
