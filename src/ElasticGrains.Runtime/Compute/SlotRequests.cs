using System.Threading.Channels;
using ElasticGrains.Jobs;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Compute;

/// <summary>One call after the other: what jobs ask for while one is on its way goes together in the next.</summary>
/// <param name="manager">The resource manager.</param>
/// <param name="offer">Passes on what was given to a job that did not ask just now.</param>
/// <param name="silo">The name of this silo.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed class SlotRequests(Func<IResourceManagerGrain> manager, Action<string, SlotLease> offer, string silo, TimeProvider time, ILogger<SlotRequests> logger)
    : ISlotRequests, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    // A call to a manager that has died may be without an answer for much longer; its jobs ask again.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const int MostTogether = 1000;

    private readonly Channel<Pending> _pending = Channel.CreateUnbounded<Pending>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public SlotRequests(IGrainFactory grains, ISiloJobs jobs, ILocalSiloDetails silo, TimeProvider time, ILogger<SlotRequests> logger)
        : this(grains.ResourceManager, (jobId, lease) => jobs.Offer(grains, jobId, lease, logger), silo.Name, time, logger)
    {
    }

    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(SlotRequests), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    public void Dispose() => _stop.Dispose();

    public Task<IReadOnlyList<SlotLease>> AskAsync(SlotRequest request)
    {
        var pending = new Pending(request);
        _pending.Writer.TryWrite(pending);
        return pending.Answer;
    }

    private Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = LoopAsync(_stop.Token);
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _loop;
    }

    private async Task LoopAsync(CancellationToken stop)
    {
        var asked = manager();
        var together = new List<Pending>();
        try
        {
            while (await _pending.Reader.WaitToReadAsync(stop))
            {
                while (together.Count < MostTogether && _pending.Reader.TryRead(out var next))
                {
                    together.Add(next);
                }

                await AskAsync(asked, [.. together]).WaitAtMostAsync(Patience, time, logger);
                together.Clear();
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task AskAsync(IResourceManagerGrain asked, IReadOnlyList<Pending> together)
    {
        try
        {
            Answer(together, await asked.RequestAsync([.. together.Select(one => one.Request)], silo));
        }
#pragma warning disable CA1031 // Each of those who asked hears of it, and asks again.
        catch (Exception error)
#pragma warning restore CA1031
        {
            foreach (var one in together)
            {
                one.Fail(error);
            }
        }
    }

    private void Answer(IReadOnlyList<Pending> together, IReadOnlyList<SlotOffer> offers)
    {
        var leases = offers.ToLookup(offer => offer.JobId, offer => offer.Lease);
        var answered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in together)
        {
            // One that asked twice has them once.
            one.Succeed(answered.Add(one.Request.JobId) ? [.. leases[one.Request.JobId]] : []);
        }

        foreach (var (jobId, lease) in offers.Where(offer => !answered.Contains(offer.JobId)))
        {
            offer(jobId, lease);
        }
    }

    private sealed class Pending(SlotRequest request)
    {
        private readonly TaskCompletionSource<IReadOnlyList<SlotLease>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SlotRequest Request => request;

        public Task<IReadOnlyList<SlotLease>> Answer => _answer.Task;

        public void Succeed(IReadOnlyList<SlotLease> leases) => _answer.TrySetResult(leases);

        public void Fail(Exception error) => _answer.TrySetException(error);
    }
}
