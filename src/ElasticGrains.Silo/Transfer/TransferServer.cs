using System.Net;
using ElasticGrains.Runtime.Hosting;
using ElasticGrains.Runtime.Transfer;
using ElasticGrains.Security;
using ElasticGrains.Transfer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Silo.Transfer;

/// <summary>
/// Serves bytes to other silos over HTTP, on a port of its own: whatever web server the host of the silo may have is none of its business. Only what
/// is signed with the cluster's token is answered. It listens before the silo joins its cluster.
/// </summary>
internal sealed partial class TransferServer(
    SiloSettings settings, ITransferSource source, IBlockSource blocks, ClusterToken token, TimeProvider time, ILogger<TransferServer> logger)
    : IHostedLifecycleService, ITransferServer, IAsyncDisposable
{
    // A drain has waited for those that had begun.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(1);

    private WebApplication? _web;

    public string? Address { get; private set; }

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        // Without the defaults: addresses, log levels and signals are the host's.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, ProgramLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxResponseBufferSize = BlockSender.AtOnce;
            kestrel.Listen(settings.Listen, settings.TransferPort);
        });
        _web = builder.Build();
        _web.Run(AnswerAsync);
        await _web.StartAsync(cancellationToken);
        Address = new IPEndPoint(settings.Advertised, new Uri(_web.Urls.Single()).Port).ToString();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Address = null;
        if (_web is not null)
        {
            await _web.StopAsync(cancellationToken);
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => _web?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        string? name = request.Query[TransferRequest.Name];
        if (!HttpMethods.IsGet(request.Method) || request.Path.Value is not (TransferRequest.Path or TransferRequest.BlockPath) || string.IsNullOrEmpty(name))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        else if (!TransferRequest.IsSigned(token, Address ?? "", request.Path.Value, name, request.Headers[TransferRequest.Signature], time.GetUtcNow()))
        {
            RequestRefused(logger, context.Connection.RemoteIpAddress);
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (request.Path.Value == TransferRequest.BlockPath)
        {
            using var block = blocks.Hold(name);
            await BlockSender.SendAsync(context, block);
        }
        else
        {
            await SendAsync(context, name);
        }
    }

    private async Task SendAsync(HttpContext context, string name)
    {
        using var transfer = source.Open(name);
        if (transfer is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        try
        {
            context.Response.ContentType = "application/octet-stream";
            await context.Response.StartAsync(context.RequestAborted);
            await using var frames = new FrameWriteStream(context.Response.Body);
            await transfer.WriteToAsync(frames, context.RequestAborted);
            await frames.CompleteAsync(context.RequestAborted);
            transfer.Sent();
        }
#pragma warning disable CA1031 // Whatever a codec throws: the other side sees that not all came.
        catch (Exception error) when (!context.RequestAborted.IsCancellationRequested)
#pragma warning restore CA1031
        {
            TransferFailed(logger, error, name);
            context.Abort();
        }
    }

    [LoggerMessage(1501, LogLevel.Warning, "A request to fetch something from {Source} was refused: it is not signed with the cluster's token for this silo.")]
    private static partial void RequestRefused(ILogger logger, IPAddress? source);

    [LoggerMessage(1702, LogLevel.Warning, "{Name} could not be sent to another silo.")]
    private static partial void TransferFailed(ILogger logger, Exception error, string name);
}
