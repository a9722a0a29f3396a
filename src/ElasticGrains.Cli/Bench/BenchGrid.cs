using ElasticGrains.Embedded;
using ElasticGrains.Kernels;

namespace ElasticGrains.Cli.Bench;

/// <summary>A grid for measuring: all built-in kernels, a ledger in a directory of its own that is gone at the end.</summary>
internal sealed class BenchGrid : IAsyncDisposable
{
    private BenchGrid(EmbeddedGrid grid) => Grid = grid;

    public EmbeddedGrid Grid { get; }

    public static async Task<BenchGrid> StartAsync(int slots) => new(await EmbeddedGrid.StartAsync(grid =>
    {
        grid.Slots = slots;
        foreach (var kernel in BuiltInKernels.All)
        {
            grid.AddKernel(kernel);
        }
    }));

    public ValueTask DisposeAsync() => Grid.DisposeAsync();
}
