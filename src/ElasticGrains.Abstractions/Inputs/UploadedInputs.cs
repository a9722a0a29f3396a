using ElasticGrains.Kernels;
using ElasticGrains.Ledger;

namespace ElasticGrains.Inputs;

/// <summary>
/// Inputs that lie in grids, see <see cref="UploadPattern"/>. A process may be part of several grids: a manifest says which ledger has a file, and whoever opens
/// that ledger says it here for as long as it is open.
/// </summary>
public sealed class UploadedInputs : IInputStore
{
    private static readonly UploadedInputs Only = new();

    private readonly Lock _gate = new();
    private readonly List<UploadReader> _readers = [];
    private readonly ContentShelf _shelf = new(TimeProvider.System, most: 2 + Environment.ProcessorCount);

    private UploadedInputs()
    {
    }

    /// <inheritdoc/>
    public string Scheme => UploadPattern.Scheme;

    /// <summary>Lets this process find and read the inputs of a grid, until what is returned is disposed of. Silos and <c>EmbeddedGrid</c> do it by themselves.</summary>
    /// <param name="source">Where they are read from.</param>
    /// <param name="ledger">The ledger; null for one that is asked for every input whose ledger nobody has named, and reads nothing.</param>
    public static IDisposable Register(IUploadSource source, string? ledger)
    {
        ArgumentNullException.ThrowIfNull(source);
        InputStores.Add(Only);
        return new Registration(new UploadReader(source, ledger, TimeProvider.System));
    }

    /// <inheritdoc/>
    public IReadOnlyList<InputFile> Find(string pattern)
    {
        var name = Parse(pattern);
        UploadedInput? input;
        try
        {
            input = Finder(name, pattern).FindAsync(name.Name).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is LedgerUnavailableException or ArgumentException)
        {
            throw new KernelInputException(error.Message, error);
        }

        return SelectOf(input, name, pattern);
    }

    /// <inheritdoc/>
    public IInputContent Open(InputFile file, long offset)
    {
        ArgumentNullException.ThrowIfNull(file);
        var name = Parse(file.Path);
        if (Of(name.Ledger).Count == 0)
        {
            throw new KernelInputException(
                $"'{file.Path}' lies in the ledger {name.Ledger ?? "of some grid"}, which {Environment.MachineName} does not read: a job's inputs must be in the grid that runs it. Put the input there.");
        }

        return new ShelvedContent(_shelf.Take(file, offset) ?? new UploadContent(() => Of(name.Ledger), name, file, WindowedContent.TryFor), _shelf);
    }

    /// <summary>The files that a pattern means of an input.</summary>
    /// <exception cref="KernelInputException">There is no such input, it is not complete, or has no such file.</exception>
    public static IReadOnlyList<InputFile> SelectOf(UploadedInput? input, UploadPattern name, string pattern)
    {
        ArgumentNullException.ThrowIfNull(name);
        return input switch
        {
            null => throw new KernelInputException($"'{pattern}': there is no input '{name.Name}' in the grid; 'eg input list' shows which there are, 'eg input put' puts one there."),
            { IsComplete: false } => throw new KernelInputException($"'{pattern}': input '{name.Name}' is not complete; run its 'eg input put' again, and it goes on."),
            _ when name.Ledger is { } ledger && ledger != input.Ledger => throw new KernelInputException($"'{pattern}' lies in another grid than this one, whose ledger is {input.Ledger}."),
            _ => name.Select(input) is { Count: > 0 } found ? found : throw new KernelInputException(
                $"'{pattern}' matches none of the {input.FileCount:N0} files of input '{name.Name}'; 'eg input stat {name.Name}' shows them. Quote it so that the shell leaves it alone."),
        };
    }

    private static UploadPattern Parse(string pattern)
    {
        try
        {
            return UploadPattern.Parse(pattern);
        }
        catch (ArgumentException error)
        {
            throw new KernelInputException(error.Message, error);
        }
    }

    private UploadReader Finder(UploadPattern name, string pattern)
    {
        var readers = Readers();
        if ((Of(name.Ledger).LastOrDefault() ?? readers.LastOrDefault(known => known.Ledger is null)) is { } meant)
        {
            return meant;
        }

        var ledgers = readers.Select(known => known.Ledger).Distinct(StringComparer.Ordinal).ToList();
        return name.Ledger is null && ledgers.Count == 1 ? readers[^1] : throw new KernelInputException(
            ledgers.Count == 0 || name.Ledger is not null
                ? $"'{pattern}': this program is not connected to that grid."
                : $"'{pattern}': this program has several grids; ask the one that is meant (IGrid.Inputs), or say which with ?ledger={string.Join(" or ?ledger=", ledgers)}.");
    }

    private List<UploadReader> Of(string? ledger) => [.. Readers().Where(known => known.Ledger is not null && known.Ledger == ledger)];

    private IReadOnlyList<UploadReader> Readers()
    {
        lock (_gate)
        {
            return [.. _readers];
        }
    }

    /// <summary>A ledger that this process has open.</summary>
    private sealed class Registration : IDisposable
    {
        private readonly UploadReader _reader;

        public Registration(UploadReader reader)
        {
            _reader = reader;
            lock (Only._gate)
            {
                Only._readers.Add(reader);
            }
        }

        public void Dispose()
        {
            lock (Only._gate)
            {
                Only._readers.Remove(_reader);
            }
        }
    }
}
