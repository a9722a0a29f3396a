using System.Net;
using ElasticGrains.Runtime.Transfer;
using ElasticGrains.Security;
using ElasticGrains.Transfer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace ElasticGrains.Silo.Transfer;

/// <summary>
/// Serves bytes to other silos over HTTP, on a port of its own: whatever web server the host of the silo may have is none of its business. Only what
/// is signed with the cluster's token is answered.
/// </summary>
internal sealed class TransferServer(SiloSettings settings, ITransferSource source, ClusterToken token, TimeProvider time) : IHostedService, ITransferServer, IAsyncDisposable
{
    private WebApplication? _web;

    public string? Address { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Without the defaults: addresses, log levels and the like that the environment names are those of the host.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(settings.Listen, settings.TransferPort);
        });
        _web = builder.Build();
        _web.Run(AnswerAsync);
        await _web.StartAsync(cancellationToken);
        Address = new IPEndPoint(settings.Advertised, new Uri(_web.Urls.Single()).Port).ToString();
    }

    public Task StopAsync(CancellationToken cancellationToken) => _web?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _web?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        string? name = request.Query[TransferRequest.Name];
        if (!HttpMethods.IsGet(request.Method) || request.Path != TransferRequest.Path || string.IsNullOrEmpty(name))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
        else if (!TransferRequest.IsSigned(token, Address!, name, request.Headers[TransferRequest.Signature], time.GetUtcNow()))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else
        {
            await SendAsync(context, name);
        }
    }

    private async Task SendAsync(HttpContext context, string name)
    {
        using var transfer = await source.OpenAsync(name, context.RequestAborted);
        if (transfer is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "application/octet-stream";
        await using var frames = new FrameWriteStream(context.Response.Body);
        await transfer.WriteToAsync(frames, context.RequestAborted);
        await frames.CompleteAsync(context.RequestAborted);
        transfer.Sent();
    }
}
