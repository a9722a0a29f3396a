using System.Reflection;
using ElasticGrains.Jobs;
using Orleans.Streams;

namespace ElasticGrains.Runtime.Tests.Support;

/// <summary>Answers every call of a stream with success and does nothing.</summary>
public class DeafStream : DispatchProxy
{
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        var returned = targetMethod.ReturnType;
        return returned == typeof(Task) ? Task.CompletedTask
            : returned == typeof(Task<StreamSubscriptionHandle<PartialHint>>) ? Task.FromResult<StreamSubscriptionHandle<PartialHint>>(new NoSubscription())
            : throw new NotSupportedException(targetMethod.Name);
    }

    private sealed class NoSubscription : StreamSubscriptionHandle<PartialHint>
    {
        public override StreamId StreamId { get; } = StreamId.Create(PartialHint.StreamNamespace, "deaf");

        public override string ProviderName => PartialHint.StreamProvider;

        public override Guid HandleId { get; } = Guid.NewGuid();

        public override Task UnsubscribeAsync() => Task.CompletedTask;

        public override Task<StreamSubscriptionHandle<PartialHint>> ResumeAsync(IAsyncObserver<PartialHint> observer, StreamSequenceToken? token = null) =>
            throw new NotSupportedException();

        public override Task<StreamSubscriptionHandle<PartialHint>> ResumeAsync(IAsyncBatchObserver<PartialHint> observer, StreamSequenceToken? token = null) =>
            throw new NotSupportedException();

        public override bool Equals(StreamSubscriptionHandle<PartialHint>? other) => ReferenceEquals(this, other);
    }
}
