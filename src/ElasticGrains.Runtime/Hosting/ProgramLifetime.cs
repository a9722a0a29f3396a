using Microsoft.Extensions.Hosting;

namespace ElasticGrains.Runtime.Hosting;

/// <summary>
/// For a host inside a program that ends it itself. What Ctrl-C and SIGTERM mean is the program's affair, which a host's usual lifetime
/// would take away from it.
/// </summary>
public sealed class ProgramLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
