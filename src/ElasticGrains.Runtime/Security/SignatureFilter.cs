using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Security;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Security;

/// <summary>Refuses every call, to grains and to the silo itself, that was not signed with the cluster's token.</summary>
internal sealed class SignatureFilter(ClusterToken token, TimeProvider time, ILogger<SignatureFilter> logger) : IIncomingGrainCallFilter
{
    private const string TimerInterface = "IGrainTimerInvoker";

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (IsOwnTimer(context))
        {
            return context.Invoke();
        }

        var signature = RequestContext.Get(SignedRequest.Key) as byte[];
        if (!token.Verify(signature, SignedRequest.TargetOf(context.TargetId), context.MethodName, time.GetUtcNow()))
        {
            throw Refuse(
                context,
                "it is not signed with the cluster's token",
                "This cluster takes no calls without its token. Give the client the token of the silos: ElasticGrains:Token or ElasticGrains:TokenFile.");
        }

        if (ClusterToken.ProtocolOf(signature) is var protocol and not GridProtocol.Version)
        {
            throw Refuse(
                context,
                $"it speaks version {protocol} of the protocol, not {GridProtocol.Version}",
                $"This cluster's silos ({ProductVersion.Text}) speak version {GridProtocol.Version} of the protocol, the caller version {protocol}. Use a release with the same version on both sides.");
        }

        return context.Invoke();
    }

    // A timer's tick reaches its grain as a message that no outgoing filter sees. Whoever forged one could make a timer tick early, no more.
    private static bool IsOwnTimer(IIncomingGrainCallContext context) =>
        context.InterfaceName == TimerInterface && context.SourceId == context.TargetId;

    private CallRefusedException Refuse(IIncomingGrainCallContext context, string why, string remedy)
    {
        GridMeter.CallRefused();
        Log.CallRefused(logger, context.InterfaceName, context.MethodName, context.SourceId?.ToString() ?? "an unknown caller", why);
        return new CallRefusedException(remedy);
    }
}
