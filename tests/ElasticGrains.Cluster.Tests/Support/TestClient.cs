using ElasticGrains.Client;
using ElasticGrains.Client.Security;
using ElasticGrains.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace ElasticGrains.Cluster.Tests.Support;

/// <summary>A client of a test's cluster: a host as a front end has one.</summary>
public sealed class TestClient : IAsyncDisposable
{
    private readonly IHost _host;

    private TestClient(IHost host) => _host = host;

    public IGrid Grid => _host.Services.GetRequiredService<IGrid>();

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <param name="configure">Names the cluster.</param>
    /// <param name="filter">Has the last word on calls that leave.</param>
    /// <param name="maxMessage">The most bytes of a message; null for the grid's own limit.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public static async Task<TestClient> ConnectAsync(
        Action<ClusterSettings> configure, IOutgoingGrainCallFilter? filter = null, int? maxMessage = null, CancellationToken cancellationToken = default)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.AddElasticGrainsClient(configure);
        if (filter is not null)
        {
            builder.Services.AddSingleton(filter);
        }

        if (maxMessage is { } most)
        {
            builder.Services.Configure<ClientMessagingOptions>(options => options.MaxMessageBodySize = most);
        }

        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch (Exception error)
        {
            var refusal = host.Services.GetRequiredService<Refusal>().Reason;
            host.Dispose();
            throw refusal is null ? error : new CallRefusedException(refusal, error);
        }

        return new TestClient(host);
    }

    public async ValueTask DisposeAsync()
    {
        using var impatience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await _host.StopAsync(impatience.Token);
        }
        catch (OperationCanceledException)
        {
            // Its gateways may be dead.
        }

        _host.Dispose();
    }
}
