namespace ElasticGrains.Client;

/// <summary>A front end may start before its cluster: it tries to connect until its host gives up.</summary>
internal sealed class ConnectionPatience(TimeProvider time) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (exception is ArgumentException)
        {
            return false;
        }

        await Task.Delay(Pause, time, cancellationToken);
        return true;
    }
}
