namespace ElasticGrains.Cluster.Tests.Support;

/// <summary>A cluster and the sample front end before it, for the tests of one class.</summary>
public sealed class FrontEndFixture : IAsyncLifetime
{
    private TestCluster? _cluster;
    private TestFrontEnd? _frontEnd;

    public TestCluster Cluster => _cluster!;

    public HttpClient Browser => _frontEnd!.Browser;

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(silos: 1);
        _frontEnd = await StartFrontEndAsync();
    }

    /// <summary>One more, for a test that ends it.</summary>
    public Task<TestFrontEnd> StartFrontEndAsync() => Cluster.StartFrontEndAsync("GridWeb.dll");

    public async Task DisposeAsync()
    {
        _frontEnd?.Dispose();
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}
