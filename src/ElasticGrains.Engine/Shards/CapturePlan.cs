using System.Globalization;
using ElasticGrains.Inputs;

namespace ElasticGrains.Engine.Shards;

/// <summary>Which bytes of a job's files are kept of a range that is given up, or why none are.</summary>
public sealed record CapturePlan
{
    /// <summary>What a job may keep in all: the ranges of a job that fails everywhere must not fill the ledger. 256 MiB.</summary>
    public const long MostOfJob = 256L << 20;

    /// <summary>The beginning of a file, where formats keep their headers, is kept with any part of it. 64 KiB, as the fingerprint has it.</summary>
    public const int Head = 64 << 10;

    /// <summary>Bytes before a range, for kernels that look whether a record begins there. 4 KiB.</summary>
    public const int Behind = 4 << 10;

    /// <summary>Bytes behind a range, in which its last record ends: the longest line that <c>grep</c> tries by default, and some more. 1 MiB + 4 KiB.</summary>
    public const int Ahead = (1 << 20) + (4 << 10);

    private CapturePlan(ItemRange range, IReadOnlyList<InputPart>? parts, string? reason) => (Range, Parts, Reason) = (range, parts, reason);

    /// <summary>The items whose input is kept; all that are given up when none is.</summary>
    public ItemRange Range { get; }

    /// <summary>What is kept, in the order of the files; null for nothing.</summary>
    public IReadOnlyList<InputPart>? Parts { get; }

    /// <summary>Why not the input of all items is kept; null when it is.</summary>
    public string? Reason { get; }

    /// <summary>Chooses: all that is given up where it fits, else what the kernel was computing.</summary>
    /// <param name="files">The job's files.</param>
    /// <param name="items">The items of the job: as many as the files have bytes where an item is a byte, else the files are kept whole.</param>
    /// <param name="rest">The items that are given up.</param>
    /// <param name="failedIn">The part of them that the kernel was computing, or null.</param>
    /// <param name="most">The most bytes for a range; 0 keeps none.</param>
    /// <param name="room">The most bytes that the job may still keep.</param>
    public static CapturePlan Of(FileManifest files, long items, ItemRange rest, ItemRange? failedIn, long most, long room)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (most == 0)
        {
            return new CapturePlan(rest, null, "CaptureInputBytes is 0 on its silo.");
        }

        var fits = Math.Min(most, room);
        var areBytes = files.Length == items;
        if (Fitting(areBytes ? PartsOf(files, rest) : Whole(files), fits) is { } all)
        {
            return new CapturePlan(rest, all, null);
        }

        var size = areBytes ? rest.Length : files.Length;
        var tooLarge = fits < most && size <= most
            ? $"its {Count(size)} bytes do not fit into what the job may still keep, {Count(room)} of {Count(MostOfJob)} bytes."
            : $"its {Count(size)} bytes, with what is read around them, are more than CaptureInputBytes allows: {Count(most)}.";
        return areBytes && failedIn is { IsEmpty: false } part && part != rest && Fitting(PartsOf(files, part), fits) is { } some
            ? new CapturePlan(part, some, $"Only what the kernel was computing is kept: of all, {tooLarge}")
            : new CapturePlan(rest, null, char.ToUpperInvariant(tooLarge[0]) + tooLarge[1..]);
    }

    /// <summary>The items of a range that lie in another; null when there is none.</summary>
    public static ItemRange? Common(ItemRange range, ItemRange? other) =>
        other is { } it && Math.Max(range.Start, it.Start) < Math.Min(range.End, it.End)
            ? new ItemRange(Math.Max(range.Start, it.Start), Math.Min(range.End, it.End))
            : null;

    private static List<InputPart>? Fitting(IEnumerable<InputPart> parts, long most)
    {
        var kept = new List<InputPart>();
        var size = CapturedBytes.SizeOf([]);
        foreach (var part in parts)
        {
            size += CapturedBytes.SizeOf([part]) - CapturedBytes.SizeOf([]);
            if (size > most)
            {
                return null;
            }

            kept.Add(part);
        }

        return kept;
    }

    private static IEnumerable<InputPart> Whole(FileManifest files) => files.Files.Select((file, i) => new InputPart(i, 0, file.Length));

    private static IEnumerable<InputPart> PartsOf(FileManifest files, ItemRange bytes)
    {
        foreach (var (file, offset, length) in files.PartsOf(bytes))
        {
            var from = Math.Max(0, offset - Behind);
            var to = Math.Min(files.Files[file].Length, offset + length + Ahead);
            if (from > Head)
            {
                yield return new InputPart(file, 0, Head);
                yield return new InputPart(file, from, to - from);
            }
            else
            {
                yield return new InputPart(file, 0, to);
            }
        }
    }

    private static string Count(long bytes) => bytes.ToString("N0", CultureInfo.InvariantCulture);
}
