using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>What a job says to others. Nothing is awaited: messages are repeated until answered, hints may be lost.</summary>
/// <param name="grains">The way to them.</param>
/// <param name="streams">Where watchers listen.</param>
/// <param name="shards">The ways to its shards.</param>
/// <param name="jobId">The job.</param>
/// <param name="requestSlots">Asks for so many slots with this priority, and takes those that are there.</param>
/// <param name="logger">The log.</param>
internal sealed class JobMessages(IGrainFactory grains, IStreamProvider streams, ShardRoutes shards, string jobId, Func<int, int, Task> requestSlots, ILogger logger)
{
    private readonly IResourceManagerGrain _manager = grains.ResourceManager();
    private long _hinted;

    /// <summary>The ways to the job's shards.</summary>
    public ShardRoutes Shards => shards;

    /// <summary>Until when somebody reads partials, as far as is known.</summary>
    public DateTimeOffset WatchedUntil { get; set; }

    public void Send(JobEffect effect)
    {
        switch (effect)
        {
            case JobEffect.RequestSlots request:
                requestSlots(request.Wanted, request.Priority).Forget(logger);
                break;
            case JobEffect.RequestSilo request:
                _manager.RequestSiloAsync(jobId, request.Wanted).Forget(logger);
                break;
            case JobEffect.RequestSlotOn request:
                _manager.RequestSlotOnAsync(jobId, request.Silo, request.Wanted).Forget(logger);
                break;
            case JobEffect.ReturnSlot give:
                _manager.ReturnAsync(give.Lease).Forget(logger);
                break;
            case JobEffect.PrepareShard prepare:
                Shards.Prepare(prepare);
                break;
            case JobEffect.StartShard start:
                Shards.Start(start);
                break;
            case JobEffect.StopShard stop:
                Shards.To(stop.Shard, stop.Attempt).Stop(stop.Attempt, stop.Reason);
                break;
            case JobEffect.AskSplit ask:
                Shards.To(ask.Shard, ask.Attempt).Split(ask.Attempt);
                break;
            case JobEffect.AskYield ask:
                Shards.To(ask.Shard, ask.Attempt).Yield(ask.Attempt);
                break;
            case JobEffect.AskRelease ask:
                Shards.To(ask.Shard, ask.Attempt).Release(ask.Attempt, ask.Cause);
                break;
            case JobEffect.AnswerCommit { Answer: var answer }:
                Shards.To(answer.Shard, answer.Attempt).Answer(answer);
                break;
            case JobEffect.AnswerReport { Answer: var answer }:
                Shards.To(answer.Shard, answer.Attempt).Answer(answer);
                break;
            case JobEffect.AnswerEnded answer:
                Shards.AnswerEnded(answer);
                break;
            default:
                throw new InvalidOperationException($"Effect {effect} is no message.");
        }
    }

    /// <summary>Tells watchers of new partials, at most once a tick: a hint says only how far there is to read.</summary>
    public void Hint(long lastNumber, JobPhase phase, bool isTick, DateTimeOffset now)
    {
        if (isTick && lastNumber > _hinted && now < WatchedUntil)
        {
            Publish(lastNumber, phase);
        }
    }

    /// <summary>Tells watchers at once that the job has ended.</summary>
    public void Complete(long lastNumber, JobPhase phase, DateTimeOffset now)
    {
        if (now < WatchedUntil)
        {
            Publish(lastNumber, phase);
        }
    }

    private void Publish(long lastNumber, JobPhase phase)
    {
        _hinted = lastNumber;
        streams.GetStream<PartialHint>(StreamId.Create(PartialHint.StreamNamespace, jobId))
            .OnNextAsync(new PartialHint(lastNumber, phase))
            .Forget(logger);
    }
}
