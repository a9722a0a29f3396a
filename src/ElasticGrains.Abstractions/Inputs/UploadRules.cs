using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using ElasticGrains.Diagnostics;

namespace ElasticGrains.Inputs;

/// <summary>What holds of inputs that are put into a grid, whatever keeps them.</summary>
public static class UploadRules
{
    /// <summary>The bytes of a part: 1 MiB; the last one has what is left. A part is one message, one row, and what has a checksum.</summary>
    public const int PartBytes = 1 << 20;

    /// <summary>The most files that one input may have: a manifest, which names each, has room for some 5,000 unless <c>MaxInputBytes</c> is raised.</summary>
    public const int MostFiles = 10_000;

    /// <summary>The longest name of an input, in characters.</summary>
    public const int LongestName = 100;

    // Of one file, and of all together: they are said in one message.
    private const int LongestPath = 1000;
    private const int LongestPaths = 768 << 10;

    /// <summary>How long an input is kept after its last use when nobody says otherwise: 7 days.</summary>
    public static TimeSpan DefaultKeep { get; } = TimeSpan.FromDays(7);

    /// <summary>The shortest time that can be asked for: 10 minutes, longer than a lease.</summary>
    public static TimeSpan ShortestKeep { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest: ten years.</summary>
    public static TimeSpan LongestKeep { get; } = TimeSpan.FromDays(3653);

    /// <summary>How long an input that is not complete waits for its next part: 24 hours.</summary>
    public static TimeSpan UnfinishedFor { get; } = TimeSpan.FromHours(24);

    /// <summary>Whoever has read an input in the last 5 minutes is taken to go on.</summary>
    public static TimeSpan LeaseFor { get; } = TimeSpan.FromMinutes(5);

    /// <summary>A reader says so at most once a minute.</summary>
    public static TimeSpan TouchEvery { get; } = TimeSpan.FromMinutes(1);

    /// <summary>What is wrong with a name, or null.</summary>
    public static string? NameProblem(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= LongestName && char.IsAsciiLetterOrDigit(name[0]) && name.All(IsAllowed)
            ? null
            : $"'{Excerpt.Of(name, LongestName)}' is no name of an input: use 1 to {LongestName} letters, digits, '-', '_' and '.', beginning with a letter or digit.";
    }

    /// <summary>What is wrong with the files of an input, or null. The only file of one may have no path; all others have one, with slashes and relative.</summary>
    public static string? FilesProblem(IReadOnlyList<UploadedFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files.Count is 0 or > MostFiles)
        {
            return files.Count == 0 ? "An input has at least one file." : $"An input has at most {MostFiles:N0} files, and these are {files.Count:N0}; pack them into fewer, or make several inputs of them.";
        }

        if (files.FirstOrDefault(file => file.Length < 0) is { } negative)
        {
            return $"File '{Excerpt.Of(negative.Path, LongestPath)}' has a negative length.";
        }

        if (files is [{ Path.Length: 0 }])
        {
            return null;
        }

        return files.Select(file => PathProblem(file.Path)).FirstOrDefault(problem => problem is not null)
            ?? (files.Select(file => file.Path).Distinct(StringComparer.Ordinal).Count() < files.Count ? "Two files of an input have the same path." : null)
            ?? (files.Sum(file => (long)Encoding.UTF8.GetByteCount(file.Path)) > LongestPaths ? $"The paths of an input's files come to more than {LongestPaths >> 10} KiB; make several inputs of them." : null);
    }

    /// <summary>What is wrong with how long an input is to be kept, or null.</summary>
    public static string? KeepProblem(TimeSpan keep) => keep >= ShortestKeep && keep <= LongestKeep
        ? null
        : $"An input can be kept from {ShortestKeep.TotalMinutes:0} minutes to {LongestKeep.TotalDays:0} days after its last use.";

    /// <summary>True when the parts are those of a whole input with these files: none is missing, none is too many, and all but the last are full.</summary>
    public static bool IsWhole(IReadOnlyList<UploadedFile> files, IReadOnlyList<UploadStamp> parts)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(parts);
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Part != i || parts[i].Length < 1 || parts[i].Length > PartBytes || (i < parts.Count - 1 && parts[i].Length < PartBytes))
            {
                return false;
            }
        }

        return files.Sum(file => file.Length) == parts.Sum(part => (long)part.Length);
    }

    /// <summary>What tells an input from others: XxHash128 of its files' paths and lengths and of the checksums of all its parts, in lower-case hexadecimal.</summary>
    public static string FingerprintOf(IReadOnlyList<UploadedFile> files, IEnumerable<UploadStamp> parts)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(parts);
        var hash = new XxHash128();
        Append(hash, (ulong)files.Count);
        foreach (var file in files)
        {
            var path = Encoding.UTF8.GetBytes(file.Path);
            Append(hash, (ulong)path.Length);
            hash.Append(path);
            Append(hash, (ulong)file.Length);
        }

        foreach (var part in parts)
        {
            Append(hash, (ulong)part.Length);
            Append(hash, part.Checksum);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static void Append(XxHash128 hash, ulong number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
        hash.Append(bytes);
    }

    private static string? PathProblem(string path)
    {
        var isPlain = path.Length is > 0 and <= LongestPath && !path.Any(letter => char.IsControl(letter) || letter == '\\')
            && path.Split('/').All(part => part is not ("" or "." or ".."));
        return isPlain ? null : $"'{Excerpt.Of(path, LongestPath)}' is no path of a file in an input: it must be relative, with slashes, without '.', '..' and empty parts, and of at most {LongestPath} characters.";
    }

    private static bool IsAllowed(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.';
}
