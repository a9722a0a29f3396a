using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Elasticity;

/// <summary>Which silos can go, those first whose removal costs least.</summary>
internal static class SiloRemoval
{
    /// <summary>
    /// What may be removed at all, in the order of cost: each lease is a commit and a grant elsewhere, each job a new writer; the youngest of equals,
    /// because the oldest has what all share. Not what somebody cordoned while something runs there, and not the last that takes on work.
    /// </summary>
    public static IReadOnlyList<SiloLoad> InOrder(GridLoad load)
    {
        var isLastOpen = load.Silos.Count(silo => silo.Intake == SiloIntake.Open) < 2;
        return
        [
            .. load.Silos.Where(silo => silo.Intake == SiloIntake.Open ? !isLastOpen : silo.Intake == SiloIntake.Cordoned && silo.IsEmpty)
                .OrderBy(silo => silo.Leases > 0).ThenBy(silo => silo.Jobs > 0).ThenBy(silo => Math.Max(silo.Attempts, silo.Leases)).ThenBy(silo => silo.Jobs)
                .ThenByDescending(silo => silo.StartedAt ?? DateTimeOffset.MaxValue).ThenBy(silo => silo.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Those of them without which the others still have so many slots, as they would go one after the other.</summary>
    public static IReadOnlyList<SiloLoad> Without(GridLoad load, int slots)
    {
        var removed = new List<SiloLoad>();
        var left = load.Capacity;
        var open = load.Silos.Count(silo => silo.Intake == SiloIntake.Open);
        var keepsEmpty = false;
        foreach (var silo in InOrder(load))
        {
            // Nothing is moved while a silo stays that has nothing to move.
            if (silo.Leases > 0 && keepsEmpty)
            {
                break;
            }

            var isLast = silo.Intake == SiloIntake.Open && open == 1;
            if (left - silo.Usable < slots || isLast)
            {
                keepsEmpty |= silo.Leases == 0;
                continue;
            }

            removed.Add(silo);
            left -= silo.Usable;
            open -= silo.Intake == SiloIntake.Open ? 1 : 0;
        }

        return removed;
    }
}
