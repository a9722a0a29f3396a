using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.GrainDirectory;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>
/// The ways to the shards of a job: each is a grain on the silo of its slot. Only an attempt at a whole job on the job's own silo runs in the
/// job's activation: a small job, of which there may be thousands a second, is spared the grain and its messages.
/// </summary>
/// <param name="grains">The way to grains.</param>
/// <param name="jobId">The job.</param>
/// <param name="inner">Makes shards here.</param>
/// <param name="addresses">Where this silo takes grains to be.</param>
/// <param name="logger">The log.</param>
internal sealed class ShardRoutes(IGrainFactory grains, string jobId, IInnerShards inner, IGrainDirectoryCache addresses, ILogger logger)
{
    private IInnerShard? _here;
    private int _hereNumber;

    /// <summary>Who hears of the shard that is here.</summary>
    public IShardListener? Listener { get; set; }

    /// <summary>The way to an attempt.</summary>
    public IShardCommands To(int shard, long attempt) =>
        _here is { } here && _hereNumber == shard && here.Runs(attempt) ? here : new GrainShard(grains.Shard(jobId, shard), logger);

    public void Prepare(JobEffect.PrepareShard prepare)
    {
        if (!prepare.IsInPlace)
        {
            Forget(prepare.Shard);
            On(prepare.Silo, () => grains.Shard(jobId, prepare.Shard).PrepareAsync().Forget(logger));
        }
    }

    public void Start(JobEffect.StartShard start)
    {
        var grant = start.Grant;
        if (_hereNumber == grant.Shard)
        {
            // The new attempt fences whatever was here.
            Close();
        }

        if (start.IsInPlace && Listener is { } listener)
        {
            (_here, _hereNumber) = (inner.Open(jobId, grant.Shard, listener), grant.Shard);
            _here.Start(grant);
        }
        else
        {
            if (!start.IsPrepared)
            {
                Forget(grant.Shard);
            }

            On(grant.Lease.Silo, () => To(grant.Shard, grant.Attempt).Start(grant));
        }
    }

    public void AnswerEnded(JobEffect.AnswerEnded answer)
    {
        var way = To(answer.Shard, answer.Attempt);
        way.AnswerEnded(answer.Attempt);
        if (way == _here)
        {
            Close();
        }
    }

    /// <summary>Time has passed for the shard that is here.</summary>
    public void Tick() => _here?.Tick();

    /// <summary>The job is left: so is the shard that is here.</summary>
    public void Close()
    {
        _here?.Close();
        _here = null;
    }

    /// <summary>
    /// Where its last attempt was, a call would make the grain again, as long as this silo takes it to be there: one-way calls never learn that
    /// it has left.
    /// </summary>
    private void Forget(int shard) => addresses.Remove(grains.Shard(jobId, shard).GetGrainId());

    /// <summary>Calls a shard, which is made on that silo when it is nowhere yet.</summary>
    private static void On(string silo, Action call)
    {
        RequestContext.Set(LeasePlacement.SiloKey, silo);
        call();
        RequestContext.Remove(LeasePlacement.SiloKey);
    }
}
