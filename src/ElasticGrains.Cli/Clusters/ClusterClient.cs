using System.Data.Common;
using ElasticGrains.Client;
using ElasticGrains.Client.Security;
using ElasticGrains.Runtime.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ElasticGrains.Cli.Clusters;

/// <summary>A connection of this command to a cluster.</summary>
internal sealed class ClusterClient : IAsyncDisposable
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(15);

    private readonly IHost _host;

    private ClusterClient(IHost host) => _host = host;

    public IGrid Grid => _host.Services.GetRequiredService<IGrid>();

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <exception cref="EgException">No silo answers.</exception>
    public static async Task<ClusterClient> ConnectAsync(ClusterFile cluster, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<IHostLifetime, ProgramLifetime>();
        builder.AddElasticGrainsClient(settings =>
        {
            cluster.Configure(settings);

            // The same variable as that of the silos: where theirs is raised, so is this.
            settings.MaxInputBytes = new ConfigurationBuilder().AddEnvironmentVariables().Build()
                .GetValue($"{ClusterSettings.Section}:{nameof(settings.MaxInputBytes)}", settings.MaxInputBytes);
        });
        var host = builder.Build();
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        impatience.CancelAfter(ConnectPatience);
        try
        {
            await host.StartAsync(impatience.Token);
            return new ClusterClient(host);
        }
        catch (Exception error)
        {
            var refusal = host.Services.GetRequiredService<Refusal>().Reason;
            host.Dispose();
            if (refusal is not null)
            {
                throw new EgException(ExitCode.Refused, refusal, error);
            }

            throw error switch
            {
                OperationCanceledException when !cancellationToken.IsCancellationRequested => new EgException(
                    ExitCode.Unreachable, $"no silo of cluster '{cluster.Cluster}' answers; is it up? 'eg up' starts it, and jobs go on where they were.", error),
                DbException => new EgException(
                    ExitCode.Unreachable,
                    $"the database of cluster '{cluster.Cluster}', in which its silos are listed, does not answer: {error.Message}. Nothing is lost; ask again when it does.",
                    error),
                _ => error,
            };
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var impatience = new CancellationTokenSource(TimeSpan.FromSeconds(2), TimeProvider.System);
        try
        {
            await _host.StopAsync(impatience.Token);
        }
        catch (OperationCanceledException)
        {
            // The process ends anyway.
        }

        _host.Dispose();
    }
}
