using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.State;
using ElasticGrains.Client;
using ElasticGrains.Embedded;
using ElasticGrains.Inputs;

namespace ElasticGrains.Cli.Uploads;

/// <summary>The grid whose inputs are meant: a cluster's, or that of a state directory, which then runs in this process.</summary>
internal sealed class InputGrid : IAsyncDisposable
{
    private readonly IAsyncDisposable _owner;

    private InputGrid(GridInputs inputs, IAsyncDisposable owner) => (Inputs, _owner) = (inputs, owner);

    public GridInputs Inputs { get; }

    /// <param name="places">What the user named.</param>
    /// <param name="creates">True to make a state directory of one that is not there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EgException">No silo answers.</exception>
    public static async Task<InputGrid> OpenAsync(StatePlaces places, bool creates, CancellationToken cancellationToken)
    {
        var directory = places.ClusterDirectory;
        if (places.Named is not null && !ClusterFile.Exists(directory) && (creates || LedgerFiles.Exists(directory)))
        {
            var grid = await EmbeddedGrid.StartAsync(builder => (builder.StateDirectory, builder.Slots, builder.ResumeJobs) = (directory, 1, false), cancellationToken);
            return new InputGrid(grid.Inputs, grid);
        }

        var client = await ClusterClient.ConnectAsync(ClusterFile.Read(directory), cancellationToken);
        return new InputGrid(client.Grid.Inputs, client);
    }

    /// <exception cref="EgException">There is no such input.</exception>
    public async Task<UploadedInput> FindAsync(string name, CancellationToken cancellationToken) => await Inputs.FindAsync(name, cancellationToken)
        ?? throw EgException.Usage($"there is no input '{Output.Figures.Brief(name)}' in the grid; 'eg input list' shows which there are.");

    public ValueTask DisposeAsync() => _owner.DisposeAsync();
}
