using System.Globalization;
using ElasticGrains.Inputs;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;

namespace ElasticGrains.S3;

/// <summary>
/// Inputs in S3: <c>s3://bucket/key</c>, <c>s3://bucket/prefix</c> for all below it, <c>s3://bucket/logs/**/*.gz</c>; for another service than AWS with
/// <c>?endpoint=https://host:port</c> behind it. Whoever reads them needs credentials, which the AWS client finds on each machine (environment, profile, role).
/// </summary>
public sealed class S3Inputs : IInputStore
{
    // Many times what a job's input has room for.
    private const int Most = 500_000;

    private static readonly S3Inputs Only = new();

    // The process's, like those who use them: there are as many clients as services, and they end with it.
    private readonly Lazy<S3Places> _places = new(() => new S3Places(""));
    private readonly ContentShelf _shelf = new(TimeProvider.System, most: 2 + Environment.ProcessorCount);

    private S3Inputs()
    {
    }

    /// <inheritdoc/>
    public string Scheme => S3Name.Scheme;

    /// <summary>
    /// Lets this process find and read inputs in S3. Silos, <c>EmbeddedGrid</c> and <c>eg</c> do it by themselves; others that look for such inputs, or read
    /// them, call it once.
    /// </summary>
    public static void Register() => InputStores.Add(Only);

    /// <summary>True for what names something in S3.</summary>
    public static bool Owns(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith($"{S3Name.Scheme}://", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public IReadOnlyList<InputFile> Find(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        try
        {
            var name = S3Name.Parse(pattern);
            var (place, found) = FindAsync(name).GetAwaiter().GetResult();
            return found.Count > 0 ? [.. found.Select(entry => Describe(place, entry))] : throw new KernelInputException(
                $"'{pattern}' matches no object in {place.Where}; check it ('**' stands for any depth, a name without '*' for all below it), and quote it so that the shell leaves it alone.");
        }
        catch (Exception error) when (error is ArgumentException or LedgerUnavailableException)
        {
            throw new KernelInputException(error.Message, error);
        }
    }

    /// <inheritdoc/>
    public IInputContent Open(InputFile file, long offset)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            var name = S3Name.Parse(file.Path);
            return new ShelvedContent(_shelf.Take(file, offset) ?? new S3Content(_places.Value.Of(name.Place.ToString()), S3Name.Plain(name.Key), file, WindowedContent.TryFor), _shelf);
        }
        catch (ArgumentException error)
        {
            throw new KernelInputException(error.Message, error);
        }
    }

    private static InputFile Describe(S3Place place, S3Entry entry) =>
        new(S3Name.Of(place, entry.Key), entry.Length, entry.Modified.ToUniversalTime().Ticks, S3Version.Plain(entry.Tag));

    private async Task<(S3Place Place, IReadOnlyList<S3Entry> Found)> FindAsync(S3Name name)
    {
        var objects = _places.Value.Of(name.Place.ToString());
        return (await objects.WithRegionAsync().ConfigureAwait(false), await FindAsync(objects, name).ConfigureAwait(false));
    }

    private static async Task<IReadOnlyList<S3Entry>> FindAsync(S3Objects objects, S3Name name)
    {
        if (name.IsPattern)
        {
            var root = name.Key[..name.Key.IndexOf('*', StringComparison.Ordinal)];
            var glob = InputGlob.Of(name.Key);
            return [.. (await BelowAsync(objects, S3Name.Plain(root)).ConfigureAwait(false)).Where(entry => glob.IsMatch(entry.Key))];
        }

        var key = S3Name.Plain(name.Key);
        if (key.Length > 0 && !key.EndsWith('/'))
        {
            if (await objects.FindAsync(key, CancellationToken.None).ConfigureAwait(false) is { } exact)
            {
                return [exact];
            }

            key += '/';
        }

        return [.. await BelowAsync(objects, key).ConfigureAwait(false)];
    }

    private static async Task<IEnumerable<S3Entry>> BelowAsync(S3Objects objects, string prefix)
    {
        var found = await objects.ListAsync(prefix, Most, CancellationToken.None).ConfigureAwait(false);
        if (found.Count > Most)
        {
            throw new KernelInputException(string.Create(
                CultureInfo.InvariantCulture, $"More than {Most:N0} objects begin with '{prefix}', too many for one job; name fewer, or put what they hold into larger ones."));
        }

        // What ends with a slash is what some programs leave for a directory.
        return found.Where(entry => !entry.Key.EndsWith('/'));
    }
}
