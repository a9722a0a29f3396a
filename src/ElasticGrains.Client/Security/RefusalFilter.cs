using ElasticGrains.Security;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Client.Security;

/// <summary>
/// Says why the cluster refuses this client. Orleans would go on trying to connect for ever, without a word: a host that is refused while
/// it starts is stopped.
/// </summary>
internal sealed partial class RefusalFilter(Refusal refusal, IHostApplicationLifetime lifetime, ILogger<RefusalFilter> logger) : IOutgoingGrainCallFilter
{
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (CallRefusedException error)
        {
            refusal.Reason = error.Message;
            Refused(logger, error.Message);
            if (!lifetime.ApplicationStarted.IsCancellationRequested)
            {
                lifetime.StopApplication();
            }

            throw;
        }
    }

    [LoggerMessage(1700, LogLevel.Error, "The cluster refuses this client: {Reason}")]
    private static partial void Refused(ILogger logger, string reason);
}
