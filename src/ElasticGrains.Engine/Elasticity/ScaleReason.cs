using System.Globalization;
using ElasticGrains.Elasticity;

namespace ElasticGrains.Engine.Elasticity;

/// <summary>The reason of a signal, for people.</summary>
internal static class ScaleReason
{
    public static string Of(GridLoad load, ScaleLimits limits, ScaleFindings found, DateTimeOffset now) =>
        string.Join("; ", [Load(load, now), Verdict(load, limits, found), .. Bound(limits, found), .. Cost(load, found)]);

    private static string Load(GridLoad load, DateTimeOffset now)
    {
        var busy = $"{Count(load.Busy, "slot")} busy";
        return load.Waiting == 0
            ? $"{busy}, none wanted"
            : $"{busy}, {Count(load.Waiting)} wanted by {Count(load.WaitingJobs, "job")}{(load.WaitingSince is { } since ? $", the first since {Seconds(now - since)}" : "")}";
    }

    private static string Verdict(GridLoad load, ScaleLimits limits, ScaleFindings found)
    {
        var there = $"{Count(load.Capacity)} {(load.Capacity == 1 ? "is" : "are")} there";
        var silos = load.Staying;
        return found switch
        {
            { Called: var called } when called > silos => $"for {Seconds(ScaleSignal.BacklogFor)} no fewer than {Count(found.Least)} were called for, and {there}",
            { Called: var called } when called < silos => $"for {Seconds(limits.ScaleInAfter)} no more than {Count(found.Most)} {(found.Most == 1 ? "was" : "were")} called for, and {there}",
            { Side: > 0 } => $"{there}: it grows when that has lasted {Seconds(ScaleSignal.BacklogFor)}",
            { Side: < 0 } => $"{there}: it shrinks when fewer have been enough for {Seconds(limits.ScaleInAfter)}",
            _ => there,
        };
    }

    private static IEnumerable<string> Bound(ScaleLimits limits, ScaleFindings found) =>
        found.Called > limits.MaxSilos ? [$"no more than {Count(limits.MaxSilos, "silo")} {(limits.MaxSilos == 1 ? "is" : "are")} allowed"]
        : found.Called < limits.MinSilos ? [$"no fewer than {Count(limits.MinSilos, "silo")} {(limits.MinSilos == 1 ? "is" : "are")} allowed"]
        : [];

    private static IEnumerable<string> Cost(GridLoad load, ScaleFindings found)
    {
        if (found.Remove is { } silo)
        {
            yield return silo.IsEmpty
                ? $"{silo.Name} has nothing to move"
                : $"{silo.Name} has the least to move: {Count(Math.Max(silo.Attempts, silo.Leases), "attempt")}, {Count(silo.Jobs, "job")}";
        }
        else if (found.Wanted < load.Staying)
        {
            yield return found.Leaving is { } leaving
                ? $"{leaving} is leaving, and they go one at a time"
                : "none can go: what is cordoned is not empty, and the last that takes on work stays";
        }
    }

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Count(int count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(Math.Max(0, time.TotalSeconds)):0} s");
}
