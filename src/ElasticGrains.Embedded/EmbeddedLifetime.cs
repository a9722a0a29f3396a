using Microsoft.Extensions.Hosting;

namespace ElasticGrains.Embedded;

/// <summary>The silo lives as long as its grid. What Ctrl-C and SIGTERM mean is the program's affair, which a host's usual lifetime would take away from it.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
