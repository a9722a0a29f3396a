namespace ElasticGrains.Testing.Simulation;

/// <summary>Reads a job's partials from a number on, now and then, and expects each number exactly once.</summary>
internal sealed class Reader : Actor
{
    private readonly string _job;
    private long _next;
    private bool _isComing;

    public Reader(World world, string job)
        : base(world, silo: null)
    {
        _job = job;
        _next = world.Random.Between(1, 30);
    }

    public void Hint()
    {
        if (!_isComing)
        {
            _isComing = true;
            World.Post(World.Random.Millis(1, 800), this, Signal.Wake);
        }
    }

    public override void Receive(object message)
    {
        _isComing = false;
        Read(World.Random.Between(1, 40));
    }

    /// <summary>Reads what is left and expects to end at the last commit.</summary>
    public void ReadAll(long commits)
    {
        Read(int.MaxValue);
        if (_next != commits + 1 && _next <= commits)
        {
            World.Fail($"A reader of {_job} sees partials up to {_next - 1} of {commits}.");
        }
    }

    public override string ToString() => $"reader of {_job}";

    private void Read(int most)
    {
        foreach (var partial in World.Model.ReadPartials(_job, _next, most))
        {
            if (partial.Number != _next)
            {
                World.Fail($"A reader of {_job} waits for partial {_next} and sees {partial.Number}.");
            }

            _next++;
        }
    }
}
