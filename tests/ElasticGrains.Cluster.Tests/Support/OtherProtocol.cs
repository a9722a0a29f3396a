using ElasticGrains.Security;

namespace ElasticGrains.Cluster.Tests.Support;

/// <summary>Signs calls as a release would that speaks another version of the protocol.</summary>
internal sealed class OtherProtocol(ClusterToken token) : IOutgoingGrainCallFilter
{
    public const byte Version = GridProtocol.Version + 1;

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        RequestContext.Set(
            SignedRequest.Key, token.Sign(SignedRequest.TargetOf(context.TargetId), context.MethodName, TimeProvider.System.GetUtcNow(), Version));
        return context.Invoke();
    }
}
