using System.Globalization;

namespace ElasticGrains.Inputs;

/// <summary>
/// Inputs that lie in a grid as users write them: <c>grid://NAME</c> for all files of an input, <c>grid://NAME/logs</c> for all below that, <c>grid://NAME/logs/**/*.txt</c>;
/// and as manifests have each file, with <c>?ledger=…&amp;at=…</c> behind it: the ledger that has it, and where in the input it begins. Characters that mean
/// something here (<c>* ? %</c>) are written as <c>%2A</c> and so on where they belong to a path.
/// </summary>
public sealed class UploadPattern
{
    /// <summary>What stands before <c>://</c>.</summary>
    public const string Scheme = "grid";

    private const string Begin = Scheme + "://";
    private const string LedgerKey = "ledger=";
    private const string OffsetKey = "at=";

    // Of the last part that can be numbered.
    private const long MostOffset = (long)int.MaxValue * UploadRules.PartBytes;

    private readonly string _path;

    private UploadPattern(string name, string path, string? ledger, long offset) => (Name, _path, Ledger, Offset) = (name, path, ledger, offset);

    /// <summary>The input's name.</summary>
    public string Name { get; }

    /// <summary>The ledger that has it; null where any is meant.</summary>
    public string? Ledger { get; }

    /// <summary>Where in its input the file begins, in bytes.</summary>
    public long Offset { get; }

    /// <summary>True for what names inputs that lie in a grid.</summary>
    public static bool Owns(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith(Begin, StringComparison.Ordinal);
    }

    /// <summary>Reads a pattern, or the path of a file in a manifest.</summary>
    /// <exception cref="ArgumentException">It is none; the message says what is wrong.</exception>
    public static UploadPattern Parse(string text)
    {
        if (!Owns(text))
        {
            throw new ArgumentException($"'{text}' is no name of inputs in a grid; write for example {Begin}NAME or {Begin}NAME/logs/**/*.txt.", nameof(text));
        }

        var mark = text.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = mark < 0 ? (text[Begin.Length..], "") : (text[Begin.Length..mark], text[(mark + 1)..]);
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var name = slash < 0 ? path : path[..slash];
        if (UploadRules.NameProblem(name) is { } problem)
        {
            throw new ArgumentException($"'{text}': {problem}", nameof(text));
        }

        string? ledger = null;
        var offset = 0L;
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.StartsWith(LedgerKey, StringComparison.Ordinal))
            {
                ledger = part[LedgerKey.Length..];
            }
            else if (!part.StartsWith(OffsetKey, StringComparison.Ordinal) || !long.TryParse(part.AsSpan(OffsetKey.Length), NumberStyles.None, CultureInfo.InvariantCulture, out offset) || offset > MostOffset)
            {
                throw new ArgumentException($"'{text}': '{part}' means nothing here; behind '?' stands what manifests have there, {LedgerKey}… and {OffsetKey}…", nameof(text));
            }
        }

        return new UploadPattern(name, slash < 0 ? "" : path[(slash + 1)..], ledger, offset);
    }

    /// <summary>The files of an input that are meant, as a manifest has them.</summary>
    /// <param name="input">The input, complete and with its files.</param>
    public IReadOnlyList<InputFile> Select(UploadedInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var isMeant = Meaning();
        var found = new List<InputFile>();
        var offset = 0L;
        foreach (var file in input.Files ?? [])
        {
            if (isMeant(file.Path))
            {
                // Without a time: the same content, put again after it was deleted, is the same input.
                found.Add(new InputFile(PathOf(input, file.Path, offset), file.Length, ModifiedTicks: 0, input.Fingerprint ?? ""));
            }

            offset += file.Length;
        }

        return found;
    }

    private static string PathOf(UploadedInput input, string path, long offset)
    {
        var file = path.Length == 0 ? "" : $"/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";
        return string.Create(CultureInfo.InvariantCulture, $"{Begin}{input.Name}{file}?{LedgerKey}{input.Ledger}{(offset == 0 ? "" : $"&{OffsetKey}{offset}")}");
    }

    private Predicate<string> Meaning()
    {
        if (_path.Contains('*', StringComparison.Ordinal))
        {
            return InputGlob.Of(_path).IsMatch;
        }

        var plain = Uri.UnescapeDataString(_path).TrimEnd('/');
        return path => plain.Length == 0 || path == plain || path.StartsWith($"{plain}/", StringComparison.Ordinal);
    }
}
