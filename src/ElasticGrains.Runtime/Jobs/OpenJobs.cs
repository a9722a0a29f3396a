using ElasticGrains.Engine.Jobs;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>The unfinished jobs of this silo, counted from the turns of many grains.</summary>
internal sealed class OpenJobs(int most, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly JobIntake _intake = new(most);

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _intake.Open;
            }
        }
    }

    /// <summary>See <see cref="JobIntake.FullFor"/>.</summary>
    public TimeSpan? FullFor()
    {
        lock (_gate)
        {
            return _intake.FullFor(time.GetUtcNow());
        }
    }

    public void Enter()
    {
        lock (_gate)
        {
            _intake.Enter();
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            _intake.Leave(time.GetUtcNow());
        }
    }
}
