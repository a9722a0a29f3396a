using System.Reflection;
using ElasticGrains.Jobs;
using Orleans.Streams;

namespace ElasticGrains.Runtime.Tests.Support;

/// <summary>A stream provider that loses everything: publishing and subscribing succeed, nothing arrives.</summary>
public sealed class DeafStreams : IStreamProvider
{
    public string Name => PartialHint.StreamProvider;

    public bool IsRewindable => false;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => DispatchProxy.Create<IAsyncStream<T>, DeafStream>();
}
