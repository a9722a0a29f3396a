using ElasticGrains.Security;

namespace ElasticGrains.Client.Security;

/// <summary>Signs every call that leaves this process.</summary>
/// <param name="token">The cluster's token.</param>
/// <param name="time">The clock.</param>
public sealed class SigningFilter(ClusterToken token, TimeProvider time) : IOutgoingGrainCallFilter
{
    /// <inheritdoc/>
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        RequestContext.Set(SignedRequest.Key, token.Sign(SignedRequest.TargetOf(context.TargetId), context.MethodName, time.GetUtcNow()));
        return context.Invoke();
    }
}
