using ElasticGrains.Inputs;
using ElasticGrains.Kernels;

namespace ElasticGrains.Client;

/// <summary>
/// The inputs that lie in a grid. Each has a name, and once it is complete it never changes; kernels read its files by the paths that <see cref="ResolveAsync"/> gives.
/// What was broken off goes on where it was when it is put again.
/// </summary>
public sealed class GridInputs
{
    private readonly GridConnection _connection;

    internal GridInputs(GridConnection connection) => _connection = connection;

    /// <summary>Puts one stream of bytes into the grid; its path is then <c>grid://NAME</c>.</summary>
    /// <param name="name">A name, see <see cref="UploadRules.NameProblem"/>.</param>
    /// <param name="content">Read from where it stands to its end. To go on with an upload that was broken off, give the same content from its beginning.</param>
    /// <param name="keep">How long it is kept after its last use; null for <see cref="UploadRules.DefaultKeep"/>.</param>
    /// <param name="progress">Told how many bytes are durable, those of an earlier try included.</param>
    /// <param name="cancellationToken">Breaks off; what is durable stays for a day.</param>
    /// <exception cref="ArgumentException">The name is none, or the time is too short or too long.</exception>
    /// <exception cref="UploadRefusedException">Something else has the name, or somebody deleted it meanwhile.</exception>
    /// <exception cref="GridUnreachableException">The grid has not answered for over a minute.</exception>
    public Task<UploadReport> PutAsync(string name, Stream content, TimeSpan? keep = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        return Put(name, [new FileToUpload("", () => content)], keep, progress, cancellationToken);
    }

    /// <summary>Puts files into the grid, as one input; their paths are then <c>grid://NAME/PATH</c>.</summary>
    /// <param name="name">A name, see <see cref="UploadRules.NameProblem"/>.</param>
    /// <param name="files">The files, in any order, see <see cref="UploadRules.FilesProblem"/>. To go on with an upload that was broken off, give the same.</param>
    /// <param name="keep">How long they are kept after their last use; null for <see cref="UploadRules.DefaultKeep"/>.</param>
    /// <param name="progress">Told how many bytes are durable, those of an earlier try included.</param>
    /// <param name="cancellationToken">Breaks off; what is durable stays for a day.</param>
    /// <exception cref="ArgumentException">The name or a path is none, there is no file or are too many, or the time is too short or too long.</exception>
    /// <exception cref="UploadRefusedException">Something else has the name, or somebody deleted it meanwhile.</exception>
    /// <exception cref="GridUnreachableException">The grid has not answered for over a minute.</exception>
    public Task<UploadReport> PutAsync(
        string name, IEnumerable<FileToUpload> files, TimeSpan? keep = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        return Put(name, [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)], keep, progress, cancellationToken);
    }

    /// <summary>All inputs, complete or not, ordinal by name; without their files.</summary>
    /// <exception cref="GridUnreachableException">The grid has not answered for over a minute.</exception>
    public async Task<IReadOnlyList<UploadedInput>> ListAsync(CancellationToken cancellationToken = default)
    {
        var all = new List<UploadedInput>();
        while (true)
        {
            var after = all.Count == 0 ? "" : all[^1].Name;
            var page = await _connection.CallInputsAsync(inputs => inputs.ListAsync(after), cancellationToken);
            if (page.Count == 0)
            {
                return all;
            }

            all.AddRange(page);
        }
    }

    /// <summary>The input of that name, with its files; null when there is none.</summary>
    /// <exception cref="GridUnreachableException">The grid has not answered for over a minute.</exception>
    public Task<UploadedInput?> FindAsync(string name, CancellationToken cancellationToken = default) =>
        _connection.CallInputsAsync(inputs => inputs.FindAsync(name), cancellationToken);

    /// <summary>The files that a pattern means, for the input of a job.</summary>
    /// <param name="pattern">For example <c>grid://NAME</c> or <c>grid://NAME/logs/**/*.txt</c>, see <see cref="UploadPattern"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="KernelInputException">It is no pattern, or means nothing that is there and complete.</exception>
    /// <exception cref="GridUnreachableException">The grid has not answered for over a minute.</exception>
    public async Task<FileManifest> ResolveAsync(string pattern, CancellationToken cancellationToken = default)
    {
        UploadPattern name;
        try
        {
            name = UploadPattern.Parse(pattern);
        }
        catch (ArgumentException error)
        {
            throw new KernelInputException(error.Message, error);
        }

        var found = UploadedInputs.SelectOf(await FindAsync(name.Name, cancellationToken), name, pattern);
        return new FileManifest { Files = [.. found.OrderBy(file => file.Path, StringComparer.Ordinal)] };
    }

    /// <summary>Opens one file of an input to be read from its beginning, part by part, each checked.</summary>
    /// <param name="name">The input.</param>
    /// <param name="path">The file; empty for an input that was put as one stream.</param>
    /// <param name="cancellationToken">Gives up opening.</param>
    /// <exception cref="UploadRefusedException">There is no such input or file, or it is not complete.</exception>
    /// <exception cref="GridUnreachableException">The grid has not answered for over a minute; also while it is read.</exception>
    public async Task<Stream> OpenAsync(string name, string path = "", CancellationToken cancellationToken = default)
    {
        var input = await FindAsync(name, cancellationToken) ?? throw NoSuchInput(name);
        RefuseIncomplete(input);
        var offset = 0L;
        foreach (var file in input.Files!)
        {
            if (file.Path == path)
            {
                return new UploadStream(_connection, input, offset, file.Length);
            }

            offset += file.Length;
        }

        throw new UploadRefusedException($"Input '{name}' has no file '{path}'.");
    }

    /// <summary>Opens all files of an input, one behind the other in their order, to be read from their beginning. Where another input has its name by now, reading fails.</summary>
    /// <param name="input">The input, from <see cref="FindAsync"/>.</param>
    /// <exception cref="UploadRefusedException">It is not complete.</exception>
    public Stream OpenWhole(UploadedInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        RefuseIncomplete(input);
        return new UploadStream(_connection, input, offset: 0, input.Length);
    }

    /// <summary>Deletes an input, complete or not.</summary>
    /// <param name="name">The input.</param>
    /// <param name="force">Also when somebody has read it in the last minutes; a job that does fails.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="UploadRefusedException">There is no such input, or it is being read.</exception>
    /// <exception cref="GridUnreachableException">The grid has not answered for over a minute.</exception>
    public async Task DeleteAsync(string name, bool force = false, CancellationToken cancellationToken = default)
    {
        var input = await FindAsync(name, cancellationToken) ?? throw NoSuchInput(name);

        // Gone meanwhile it may be by this very call, whose answer was lost.
        if (await _connection.CallInputsAsync(inputs => inputs.DeleteAsync(input.Number, force), cancellationToken) == UploadStatus.InUse)
        {
            throw new UploadRefusedException($"Input '{name}' is being read, or was in the last {UploadRules.LeaseFor.TotalMinutes:0} minutes; jobs that read it would fail. Wait, or delete it all the same by force.");
        }
    }

    private static void RefuseIncomplete(UploadedInput input)
    {
        if (!input.IsComplete)
        {
            throw new UploadRefusedException($"Input '{input.Name}' is not complete; put it again, and it goes on.");
        }
    }

    internal static UploadRefusedException NoSuchInput(string name) => new($"There is no input '{name}' in the grid.");

    private Task<UploadReport> Put(string name, IReadOnlyList<FileToUpload> files, TimeSpan? keep, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var time = keep ?? UploadRules.DefaultKeep;
        return (UploadRules.NameProblem(name) ?? UploadRules.KeepProblem(time) ?? UploadRules.FilesProblem([.. files.Select(file => new UploadedFile(file.Path, 0))])) is { } problem
            ? Task.FromException<UploadReport>(new ArgumentException(problem))
            : new Upload(_connection, name, progress).RunAsync(files, time, cancellationToken);
    }
}
