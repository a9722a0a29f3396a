using System.Collections.Concurrent;
using System.Reflection;
using ElasticGrains.Runtime.Compute;
using ElasticGrains.Runtime.Tests.Support;
using ElasticGrains.Scheduling;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ElasticGrains.Runtime.Tests.Compute;

public sealed class SlotRequestsTests : IAsyncLifetime, IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeManager _manager = new();
    private readonly ConcurrentQueue<SlotOffer> _offered = [];
    private readonly Lifecycle _lifecycle = new();
    private readonly SlotRequests _requests;

    public SlotRequestsTests()
    {
        var manager = (Proxy)(object)DispatchProxy.Create<IResourceManagerGrain, Proxy>();
        manager.Answer = _manager.Call;
        _requests = new SlotRequests(
            () => (IResourceManagerGrain)(object)manager, (job, lease) => _offered.Enqueue(new SlotOffer(job, lease)), "here", _time, NullLogger<SlotRequests>.Instance);
        _requests.Participate(_lifecycle);
    }

    public Task InitializeAsync() => _lifecycle.Started!.OnStart(default);

    public Task DisposeAsync() => _lifecycle.Started!.OnStop(default);

    public void Dispose() => _requests.Dispose();

    [Fact]
    public async Task Requests_WhileOneIsOnItsWay_GoTogetherInTheNext()
    {
        var first = AskAsync("first");
        await _manager.Asked.Task;
        var others = new[] { AskAsync("second"), AskAsync("third") };

        _manager.Go.SetResult();
        await Task.WhenAll([first, .. others]);

        Assert.Equal(["first"], _manager.Calls.First());
        Assert.Equal(["second", "third"], _manager.Calls.Skip(1).SelectMany(jobs => jobs));
        Assert.InRange(_manager.Calls.Count, 2, 3);
    }

    [Fact]
    public async Task Offers_InTheAnswer_GoToThoseWhoAskedAndToOthersOfTheSilo()
    {
        _manager.Go.SetResult();
        _manager.Offers = [new SlotOffer("asker", Lease(1)), new SlotOffer("bystander", Lease(2))];

        Assert.Equal([Lease(1)], await AskAsync("asker"));
        await Until.TrueAsync(() => !_offered.IsEmpty, "the other is offered its slot");
        Assert.Equal(new SlotOffer("bystander", Lease(2)), Assert.Single(_offered));
    }

    [Fact]
    public async Task Request_ToAManagerThatDoesNotAnswer_HoldsOthersUpForAMomentOnly()
    {
        var first = AskAsync("first");
        await _manager.Asked.Task;
        var second = AskAsync("second");
        await Until.TrueAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(2));
                return _manager.Calls.Count == 2;
            },
            "the second is asked for");
        Assert.False(first.IsCompleted);

        _manager.Go.SetResult();
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task Request_ToAManagerThatIsNotReached_FailsAndTheNextIsMade()
    {
        _manager.Go.SetResult();
        _manager.Fails = new TimeoutException("not there");
        await Assert.ThrowsAsync<TimeoutException>(() => AskAsync("asker"));

        _manager.Fails = null;
        Assert.Empty(await AskAsync("asker"));
    }

    private static SlotLease Lease(long epoch) => new("here", 0, epoch);

    private Task<IReadOnlyList<SlotLease>> AskAsync(string job) => _requests.AskAsync(new SlotRequest(job, 1, 0));

    private sealed class FakeManager
    {
        public ConcurrentQueue<IReadOnlyList<string>> Calls { get; } = [];

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<SlotOffer> Offers { get; set; } = [];

        public Exception? Fails { get; set; }

        public object Call(MethodInfo method, object?[] arguments) =>
            method.Name == nameof(IResourceManagerGrain.RequestAsync) ? RequestAsync((IReadOnlyList<SlotRequest>)arguments[0]!) : throw new NotSupportedException(method.Name);

        private async Task<IReadOnlyList<SlotOffer>> RequestAsync(IReadOnlyList<SlotRequest> requests)
        {
            Calls.Enqueue([.. requests.Select(request => request.JobId)]);
            Asked.TrySetResult();
            await Go.Task;
            return Fails is not null ? throw Fails : Offers;
        }
    }

    private sealed class Lifecycle : ISiloLifecycle
    {
        public ILifecycleObserver? Started { get; private set; }

        public int HighestCompletedStage => 0;

        public int LowestStoppedStage => 0;

        public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
        {
            Started = observer;
            return new MemoryStream();
        }
    }
}
