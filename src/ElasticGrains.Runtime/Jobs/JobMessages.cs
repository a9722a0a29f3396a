using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>What a job says to others. Nothing is awaited: messages are repeated until answered, hints may be lost.</summary>
/// <param name="grains">The way to them.</param>
/// <param name="streams">Where watchers listen.</param>
/// <param name="jobId">The job.</param>
/// <param name="requestSlots">Asks for so many slots with this priority, and takes those that are there.</param>
/// <param name="logger">The log.</param>
internal sealed class JobMessages(IGrainFactory grains, IStreamProvider streams, string jobId, Func<int, int, Task> requestSlots, ILogger logger)
{
    private readonly IResourceManagerGrain _manager = grains.ResourceManager();
    private long _hinted;

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
            case JobEffect.ReturnSlot give:
                _manager.ReturnAsync(give.Lease).Forget(logger);
                break;
            case JobEffect.PrepareShard prepare:
                On(prepare.Silo, prepare.Shard, shard => shard.PrepareAsync());
                break;
            case JobEffect.StartShard start:
                On(start.Grant.Lease.Silo, start.Grant.Shard, shard => shard.StartAsync(start.Grant));
                break;
            case JobEffect.StopShard stop:
                Shard(stop.Shard).StopAsync(stop.Attempt, stop.Reason).Forget(logger);
                break;
            case JobEffect.AskSplit ask:
                Shard(ask.Shard).SplitAsync(ask.Attempt).Forget(logger);
                break;
            case JobEffect.AskYield ask:
                Shard(ask.Shard).YieldAsync(ask.Attempt).Forget(logger);
                break;
            case JobEffect.AnswerCommit answer:
                Shard(answer.Answer.Shard).AnswerCommitAsync(answer.Answer).Forget(logger);
                break;
            case JobEffect.AnswerReport answer:
                Shard(answer.Answer.Shard).AnswerReportAsync(answer.Answer).Forget(logger);
                break;
            case JobEffect.AnswerEnded answer:
                Shard(answer.Shard).AnswerEndedAsync(answer.Attempt).Forget(logger);
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

    /// <summary>Calls a shard, which is made on that silo when it is nowhere yet.</summary>
    private void On(string silo, int shard, Func<IShardGrain, Task> call)
    {
        RequestContext.Set(LeasePlacement.SiloKey, silo);
        call(Shard(shard)).Forget(logger);
        RequestContext.Remove(LeasePlacement.SiloKey);
    }

    private IShardGrain Shard(int shard) => grains.Shard(jobId, shard);

    private void Publish(long lastNumber, JobPhase phase)
    {
        _hinted = lastNumber;
        streams.GetStream<PartialHint>(StreamId.Create(PartialHint.StreamNamespace, jobId))
            .OnNextAsync(new PartialHint(lastNumber, phase))
            .Forget(logger);
    }
}
