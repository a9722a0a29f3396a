using ElasticGrains.Engine.Jobs;
using ElasticGrains.Shards;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>What it hears of the shard that runs in its own activation, and how it is left.</summary>
internal sealed partial class RunningJob : IShardListener
{
    /// <summary>Time has passed.</summary>
    public void Tick()
    {
        Tell(new JobEvent.Tick());
        _messages.Shards.Tick();
    }

    void IShardListener.Offer(ShardCommit commit) => Tell(new JobEvent.CommitOffered(commit));

    void IShardListener.Report(ShardReport report) => Tell(new JobEvent.Reported(report));

    void IShardListener.End(ShardEnded ended) => Tell(new JobEvent.Ended(ended));

    void IShardListener.OfferSplit(SplitOffer offer) => Tell(new JobEvent.SplitOffered(offer));

    private void StandDown(string reason)
    {
        _stoodDown = reason;
        Leave();
        _messages.Shards.Close();
        _ended.TrySetResult();
    }

    /// <summary>It is over, another writer has it, or it is left with its grain: it counts no more among the open jobs of this silo.</summary>
    public void Leave()
    {
        if (_isOpen)
        {
            _isOpen = false;
            _services.Leave(JobId);
        }
    }

    /// <summary>The activation goes.</summary>
    public void Deactivate()
    {
        Leave();
        _messages.Shards.Close();
    }
}
