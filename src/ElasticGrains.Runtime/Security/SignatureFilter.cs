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
        if (IsOwnTimer(context) || IsSigned(context))
        {
            return context.Invoke();
        }

        GridMeter.CallRefused();
        Log.CallRefused(logger, context.InterfaceName, context.MethodName, context.SourceId?.ToString() ?? "an unknown caller");
        throw new UnauthorizedAccessException(
            "This cluster takes no calls without its token. Give the client the token of the silos: ElasticGrains:Token or ElasticGrains:TokenFile.");
    }

    // A timer's tick reaches its grain as a message that no outgoing filter sees. Whoever forged one could make a timer tick early, no more.
    private static bool IsOwnTimer(IIncomingGrainCallContext context) =>
        context.InterfaceName == TimerInterface && context.SourceId == context.TargetId;

    private bool IsSigned(IIncomingGrainCallContext context) =>
        RequestContext.Get(SignedRequest.Key) is byte[] signature
        && token.Verify(signature, SignedRequest.TargetOf(context.TargetId), context.MethodName, time.GetUtcNow());
}
