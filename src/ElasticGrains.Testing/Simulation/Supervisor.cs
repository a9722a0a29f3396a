using ElasticGrains.Engine.Jobs;

namespace ElasticGrains.Testing.Simulation;

/// <summary>Wakes jobs that nobody runs, as the job supervisor does; cancels on request; and sees when everything is over or will never be.</summary>
internal sealed class Supervisor(World world) : Actor(world, silo: null)
{
    private static readonly long Interval = TimeSpan.FromMilliseconds(500).Ticks;

    // Longer than a shard repeats its last word to a job that does not answer.
    private static readonly long RestPatience = TimeSpan.FromSeconds(90).Ticks;

    private long _overSince = -1;

    public override void Receive(object message)
    {
        var isOver = true;
        foreach (var job in World.Jobs)
        {
            if (!job.IsOver)
            {
                isOver = false;
                job.Seat.Find(Signal.Wake);
                Cancel(job);
            }
        }

        if (isOver)
        {
            _overSince = _overSince < 0 ? World.Now : _overSince;
            WaitForRest();
        }
        else if (World.Now > World.Weather.Until + World.Profile.Patience.Ticks)
        {
            World.Fail($"A job has not ended {World.Profile.Patience} after the storm.");
        }

        World.Post(Interval, this, Signal.Tick);
    }

    public override string ToString() => "supervisor";

    private void Cancel(SimulatedJob job)
    {
        if (job.Truth.CancelAt >= 0 && World.Now >= job.Truth.CancelAt && World.Model.ReadCancelRequest(job.Id) is null)
        {
            World.Model.RequestCancel(job.Id, "it was asked for");
            World.Send(null, job.Seat, new JobEvent.CancelRequested("it was asked for"));
            World.Struck(job.Seat.Job);
        }
    }

    private void WaitForRest()
    {
        var holding = World.Silos.FirstOrDefault(silo => !silo.IsDown && silo.HoldsLeases);
        var busy = World.Jobs.SelectMany(job => job.Shards).FirstOrDefault(shard => shard.Current is { IsBusy: true });
        if (holding is null && busy is null)
        {
            World.IsAtRest = World.Now > World.Weather.Until;
        }
        else if (World.Now > Math.Max(_overSince, World.Weather.Until) + RestPatience)
        {
            World.Fail(holding is not null
                ? $"{holding} holds a lease after all jobs have ended: {string.Join(", ", holding.Table.Report().Held)}."
                : $"{busy!.Current} is not idle after all jobs have ended.");
        }
    }
}
