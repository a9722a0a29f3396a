using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Shards;

/// <summary>Runs that give up what is left of them, to go on elsewhere.</summary>
public sealed partial class ShardMachine
{
    private void Release(ShardRun run, MoveCause cause)
    {
        if (run is { Ending: not null } or { Move: not null })
        {
            return;
        }

        run.Move = cause;
        if (run.IsComputing && _rules.ReleaseKeepsPrefix)
        {
            _effects.Add(new ShardEffect.Release(run.Number));
        }
        else if (!AwaitsSlot(run))
        {
            // Nothing is computed yet.
            Stop(run);
        }
    }

    private bool AwaitsSlot(ShardRun run) => _rules.WaitsForSlot && _asked.ContainsKey(run.Number);

    /// <summary>It was asked to give up its rest, and does not come to a safe point in time, or cannot commit.</summary>
    private void Abandon(ShardRun run, long begun)
    {
        if (AwaitsSlot(run))
        {
            run.Move ??= MoveCause.Drained;
            return;
        }

        // One that has failed already, and only keeps its input before it says so, has failed.
        if (run.Ending is not { How: AttemptEnd.Failed })
        {
            run.Move ??= MoveCause.Drained;
            run.Begun = begun;
            run.Ending = (AttemptEnd.Stopped, null);
        }

        Stop(run);
    }
}
