using ElasticGrains.Embedded;

namespace ElasticGrains.Runtime.Tests.Support;

/// <summary>A grid of three slots that the tests of a class share.</summary>
public class GridFixture : IAsyncLifetime
{
    private TestGrid? _grid;

    public TestGrid Grid => _grid!;

    public async Task InitializeAsync() => _grid = await TestGrid.StartAsync(slots: 3, configure: Configure);

    public async Task DisposeAsync() => await Grid.DisposeAsync();

    protected virtual void Configure(EmbeddedGridBuilder builder)
    {
    }
}
