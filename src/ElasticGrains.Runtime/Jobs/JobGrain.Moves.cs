using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>A job that moves to another silo, and shards that do.</summary>
internal sealed partial class JobGrain
{
    private bool _handsOver;

    public async Task HandOverAsync()
    {
        await Accepting.EarlierAsync();
        if (_waking is { } waking)
        {
            await waking;
        }

        if (_job is { IsEnded: false } job)
        {
            _handsOver = true;
            job.Tell(new JobEvent.HandOverAsked());
            await job.Ended;
        }

        DeactivateOnIdle();
    }

    public Task<string?> MoveShardAsync(int shard, string silo) => AskOfShardAsync(shard, new JobEvent.MoveAsked(shard, silo));

    public Task<string?> SplitShardAsync(int shard) => AskOfShardAsync(shard, new JobEvent.SplitAsked(shard));

    private async Task<string?> AskOfShardAsync(int shard, JobEvent asked)
    {
        await WakeAsync();
        if (_job is not { IsStoodDown: false } job)
        {
            return _job is null ? $"there is no job '{JobId}'" : "the job is being moved to another silo itself; ask again in a second";
        }

        var why = job.WhyNotMovable(shard);
        if (why is null)
        {
            job.Tell(asked);
        }

        return why;
    }

    /// <summary>The call waits until this activation is gone, and then makes the next one.</summary>
    private void WakeElsewhere()
    {
        if (!_handsOver)
        {
            return;
        }

        RequestContext.Set(JobPlacement.SpreadKey, true);
        RequestContext.Set(JobPlacement.HandedOverKey, true);
        GrainFactory.Job(JobId).WakeAsync().Forget(logger);
        RequestContext.Remove(JobPlacement.SpreadKey);
        RequestContext.Remove(JobPlacement.HandedOverKey);
    }
}
