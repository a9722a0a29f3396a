using ElasticGrains.Engine.Jobs;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>What happens by time.</summary>
internal sealed partial class JobGrain
{
    // Several ticks.
    private static readonly TimeSpan InUse = TimeSpan.FromMinutes(1);

    private Task TickAsync()
    {
        if (_hasLeft || LeavesToOther())
        {
            return Task.CompletedTask;
        }

        // Ticks are no messages, after which a grain would count as in use.
        DelayDeactivation(InUse);

        if (_job is { IsEnded: true, IsStoodDown: false } ended)
        {
            if (_ticks!.IsOver)
            {
                DeactivateOnIdle();
            }

            _ticks.Follow(ended, services.Open.Count);
        }
        else if (_job is { IsEnded: false } job)
        {
            foreach (var loss in services.Losses.Since(ref _lossesSeen))
            {
                job.Tell(new JobEvent.SiloLost(loss.Silo) { HasLeft = loss.HasLeft, SaidSo = loss.SaidSo, Remains = loss.Remains });
            }

            job.Tick();
            if (services.Cancels.Of(JobId, _begunAt) is { } reason)
            {
                job.Tell(new JobEvent.CancelRequested(reason));
            }

            LeavesToOther();
            _ticks?.Follow(job, services.Open.Count);
        }

        return Task.CompletedTask;
    }

    /// <summary>Where another writer has the job this grain goes: whoever speaks to the job next finds it awake where it belongs now.</summary>
    private bool LeavesToOther()
    {
        var leaves = _job is { IsStoodDown: true } && services.IsShared;
        if (leaves)
        {
            DeactivateOnIdle();
        }

        return leaves;
    }
}
