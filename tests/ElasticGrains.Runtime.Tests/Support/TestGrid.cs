using ElasticGrains.Client;
using ElasticGrains.Embedded;
using ElasticGrains.Jobs;
using ElasticGrains.Runtime.Tests.Kernels;

namespace ElasticGrains.Runtime.Tests.Support;

/// <summary>An embedded grid with the test kernels, and their probes.</summary>
public sealed class TestGrid : IAsyncDisposable
{
    // Commits as often as the grid can: at every tick.
    public static JobPolicy Eager { get; } = new() { CommitInterval = TimeSpan.Zero, Backoff = TimeSpan.FromMilliseconds(20) };

    private readonly TestDirectory? _temporary;

    private TestGrid(EmbeddedGrid grid, string directory, TestDirectory? temporary, ProbedKernels probes)
    {
        Grid = grid;
        Directory = directory;
        _temporary = temporary;
        Probes = probes;
    }

    public EmbeddedGrid Grid { get; }

    public string Directory { get; }

    public ProbedKernels Probes { get; }

    /// <summary>Starts a grid, in a directory of its own unless one is given.</summary>
    public static async Task<TestGrid> StartAsync(int slots = 2, TestDirectory? directory = null, Action<EmbeddedGridBuilder>? configure = null, ProbedKernels? probes = null)
    {
        var temporary = directory is null ? new TestDirectory() : null;
        var path = (directory ?? temporary!).Path;
        probes ??= new ProbedKernels();
        var grid = await EmbeddedGrid.StartAsync(builder =>
        {
            builder.StateDirectory = path;
            builder.Slots = slots;
            builder.AddKernel(new HashKernel(probes)).AddKernel(new BulkKernel(probes));
            configure?.Invoke(builder);
        });
        return new TestGrid(grid, path, temporary, probes);
    }

    public Task<JobHandle<HashTally>> SubmitAsync(HashInput input, JobPolicy? policy = null, string? id = null) =>
        Grid.SubmitAsync(new HashKernel(), input, new JobOptions { Id = id, Policy = policy ?? Eager });

    public Task<JobHandle<BulkAnswer>> SubmitAsync(BulkInput input, JobPolicy? policy = null) =>
        Grid.SubmitAsync(new BulkKernel(), input, new JobOptions { Policy = policy ?? Eager });

    public Task AssertSoundAsync(string job) => TestLedger.AssertSoundAsync(Directory, job);

    public async ValueTask DisposeAsync()
    {
        await Grid.DisposeAsync();
        _temporary?.Dispose();
    }
}
