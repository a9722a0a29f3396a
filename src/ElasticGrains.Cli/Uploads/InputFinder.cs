using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.State;
using ElasticGrains.Inputs;
using ElasticGrains.Storage.Local;

namespace ElasticGrains.Cli.Uploads;

/// <summary>Finds the inputs that a command line names as grid://NAME; connects only when one is asked for.</summary>
internal sealed class InputFinder : IUploadSource
{
    private readonly Func<string, CancellationToken, Task<UploadedInput?>> _find;

    private InputFinder(Func<string, CancellationToken, Task<UploadedInput?>> find) => _find = find;

    /// <summary>Those of a cluster, until what is returned is disposed of.</summary>
    public static IDisposable OfCluster(StatePlaces places) => Register(async (name, cancellationToken) =>
    {
        await using var client = await ClusterClient.ConnectAsync(ClusterFile.Read(places.ClusterDirectory), cancellationToken);
        return await client.Grid.Inputs.FindAsync(name, cancellationToken);
    });

    /// <summary>Those of a state directory, until what is returned is disposed of.</summary>
    public static IDisposable OfDirectory(StatePlaces places) => Register(async (name, cancellationToken) =>
    {
        if (places.Named is null)
        {
            throw EgException.Usage($"--input: {UploadPattern.Scheme}:// needs --state DIR here, the directory into which 'eg input put --state DIR' put the input; 'eg job submit' reads those of a cluster.");
        }

        await using var directory = StateDirectory.OpenReadOnly(places.Named);
        return await directory.Uploads.FindAsync(name, cancellationToken);
    });

    public Task<UploadedInput?> FindAsync(string name, CancellationToken cancellationToken = default) => _find(name, cancellationToken);

    // The grid that runs the job reads; here files are only found.
    public Task<IReadOnlyList<UploadPart>?> ReadAsync(string name, string fingerprint, int first, int count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task TouchAsync(string name, string fingerprint, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    private static IDisposable Register(Func<string, CancellationToken, Task<UploadedInput?>> find) => UploadedInputs.Register(new InputFinder(find), ledger: null);
}
