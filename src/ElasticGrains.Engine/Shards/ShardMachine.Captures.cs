using ElasticGrains.Engine.Jobs;
using ElasticGrains.Inputs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Shards;

/// <summary>The input of a range that will be given up is kept before the job hears of it: what is given up then refers to what is durable.</summary>
public sealed partial class ShardMachine
{
    /// <summary>True while a run's end waits for its input; what comes later nobody refers to.</summary>
    public bool AwaitsCapture(long run) => _run is { CaptureBegan: not null, IsCaptured: false, Ended: null } current && current.Number == run;

    private bool WaitsForCapture(ShardRun run)
    {
        if (run.CaptureBegan is null && IsLast(run) && RestOf(run) is { IsEmpty: false } rest)
        {
            run.CaptureBegan = _now;
            if (run.Grant.Capture?.Kept is { } kept && kept.Range == rest)
            {
                // When the range was given up before: its files are what they were then, or others than were submitted.
                (run.IsCaptured, run.Captured) = (true, kept);
                return false;
            }

            _effects.Add(new ShardEffect.CaptureInput(run.Number, run.Grant, rest, CapturePlan.Common(rest, run.FailedIn)));
        }

        return run is { CaptureBegan: not null, IsCaptured: false };
    }

    /// <summary>As far as the attempt can know, the job gives its range up; and its input is not what could not be read just now.</summary>
    private static bool IsLast(ShardRun run) =>
        run is { IsCaptured: false, Ending: (AttemptEnd.Failed, var failure), Grant.Capture: { } order }
        && failure?.Kind != InputUnavailableException.Kind
        && RetryPolicy.GivesUp(run.Grant.Spec.Policy, (run.CommittedEnd > run.Grant.Range.Start ? 0 : order.Failures) + 1, failure);

    /// <summary>What is not committed; of a run, of the shard that failed: those behind it go on without it.</summary>
    private static ItemRange RestOf(ShardRun run)
    {
        var end = run.Grant.Run is { } cut && run.CommittedEnd < cut.Items
            ? Math.Min(run.RangeEnd, EvenCut.Of(cut.Items, cut.Parts, EvenCut.PartAt(cut.Items, cut.Parts, run.CommittedEnd)).End)
            : run.RangeEnd;
        return new ItemRange(run.CommittedEnd, Math.Max(run.CommittedEnd, end));
    }

    private void OnCaptured(ShardRun run, CapturedInput? input)
    {
        (run.IsCaptured, run.Captured) = (true, input);
        End(run, AttemptEnd.Failed, null);
    }

    private bool GivesUpCapture(ShardRun run)
    {
        if (!AwaitsCapture(run.Number) || _now - run.CaptureBegan < _timings.CaptureWithin)
        {
            return false;
        }

        OnCaptured(run, new CapturedInput(RestOf(run), _now) { Reason = $"It was not read and stored within {_timings.CaptureWithin.TotalSeconds:0} s." });
        return true;
    }
}
