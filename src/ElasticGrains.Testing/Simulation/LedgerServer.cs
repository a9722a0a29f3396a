using ElasticGrains.Engine.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Testing.Simulation;

/// <summary>The ledger behind its wire: latency, outages, answers that get lost, and requests that arrive after their sender gave up.</summary>
internal sealed class LedgerServer(World world) : Actor(world, silo: null)
{
    public long OutUntil { get; set; }

    public long SlowUntil { get; set; }

    public void Send(JobActivation from, LedgerCall call) => World.Post(Latency(), this, new Request(from, call));

    public override void Receive(object message)
    {
        var (from, call) = (Request)message;
        var isOut = World.Now < OutUntil || World.Now < from.Silo!.WithoutLedgerUntil;
        if (call is LedgerCall.Append append)
        {
            OnAppend(from, append, isOut);
        }
        else if (isOut)
        {
            World.Post(World.Random.Millis(5, 200), from, new LedgerAnswer.Unavailable());
        }
        else
        {
            World.Post(Latency(), from, Answer(from, call));
        }
    }

    public override string ToString() => "ledger";

    private LedgerAnswer Answer(JobActivation from, LedgerCall call)
    {
        var job = World.Jobs[from.Job];
        if (call != LedgerCall.TakeWriter)
        {
            return new LedgerAnswer.History(World.Model.ReadCondensedHistory(job.Id)!, World.Model.ReadPartials(job.Id, 1, int.MaxValue));
        }

        job.Witness.Writer = World.Model.TakeWriter(job.Id, from.Silo!.Name, from.Silo.Clock);
        return new LedgerAnswer.WriterTaken(job.Witness.Writer);
    }

    private void OnAppend(JobActivation from, LedgerCall.Append append, bool isOut)
    {
        if (from is { IsAlive: false } && isOut)
        {
            return;
        }

        var version = append.Batch.Version;
        if (isOut || World.Weather.LosesLedgerAnswer(from.Job))
        {
            // Applied or not or only later: the sender cannot tell.
            switch (World.Random.Next(3))
            {
                case 0:
                    Apply(from, append.Batch);
                    break;
                case 1:
                    World.Post(World.Random.Millis(50, 2500), this, new Request(from, append));
                    break;
            }

            World.Post(
                World.Random.Millis(5, 200),
                from,
                World.Profile.Defect == WorldDefect.BelievesInAppends
                    ? new JobEvent.Appended(version, new AppendOutcome(AppendStatus.Applied, append.Batch.WriterEpoch))
                    : new JobEvent.AppendFailed(version, "the ledger does not answer"));
            return;
        }

        World.Post(Latency(), from, new JobEvent.Appended(version, Apply(from, append.Batch)));
    }

    private AppendOutcome Apply(JobActivation from, JobAppend batch)
    {
        var outcome = World.Model.Append(batch);
        World.Cases.See(outcome.Status);
        if (outcome.Status == AppendStatus.Applied)
        {
            World.Note(from, batch, isEffect: true);
            World.Jobs[from.Job].OnApplied(batch);
        }

        return outcome;
    }

    private long Latency() => World.Now < SlowUntil ? World.Random.Millis(50, 1500) : World.Random.Millis(0.5, 4);

    private sealed record Request(JobActivation From, LedgerCall Call);
}
