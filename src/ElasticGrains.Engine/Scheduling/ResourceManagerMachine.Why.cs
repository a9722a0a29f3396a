using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Scheduling;

/// <summary>Says what a job waits for, by what the offers themselves go by: the order of the wishes, and which slots are free and open.</summary>
public sealed partial class ResourceManagerMachine
{
    /// <summary>
    /// What a job waits for, or what a request of it would meet. Nothing is changed by the question. What is said to be granted is granted by
    /// the job's next request, when that is the next event.
    /// </summary>
    /// <param name="jobId">The job.</param>
    /// <param name="wanted">How many slots it would ask for; without effect when it waits already.</param>
    /// <param name="priority">With which priority; without effect when it waits already.</param>
    public SlotWait Explain(string jobId, int wanted, int priority)
    {
        ArgumentNullException.ThrowIfNull(jobId);
        ArgumentOutOfRangeException.ThrowIfLessThan(wanted, 1);
        if (_wishes.Find(jobId) is { } wish)
        {
            return Explain(wish) with { IsQueued = true };
        }

        // It stands in the queue as long as it takes to look from there.
        var asked = new ResourceManagerEvent.Requested(jobId, wanted, Priority: priority);
        _wishes.Set(asked, default);
        var wait = Explain(asked);
        _wishes.Set(asked with { Wanted = 0 }, default);
        return wait;
    }

    private SlotWait Explain(ResourceManagerEvent.Requested wish)
    {
        var before = _wishes.All.TakeWhile(other => other.JobId != wish.JobId).ToList();
        var slotsBefore = before.Sum(other => (long)other.Wanted);
        var expressBefore = ExpressBefore(wish.JobId);
        var granted = (int)Math.Clamp(CountFree(express: false) - slotsBefore, 0, wish.Wanted);
        if (granted == 0 && expressBefore is { } newcomers && newcomers < CountFree(express: true))
        {
            granted = 1;
        }

        return new SlotWait
        {
            JobId = wish.JobId,
            Wanted = wish.Wanted,
            Priority = wish.Priority,
            Granted = granted,
            Block = granted > 0 ? SlotBlock.None : Block(),
            JobsBefore = before.Count,
            SlotsBefore = slotsBefore,
            Before = [.. before.Take(SlotWait.MostNamed).Select(other => new WaitingJob(other.JobId, other.Wanted, other.Priority))],
            Silos = [.. _silos.Select(silo => Use(silo.Key, silo.Value))],
            ExpressBefore = expressBefore,
            AloneBefore = _siloWishes.FindIndex(other => other.JobId == wish.JobId) is >= 0 and var place ? place : null,
            Alone = [.. _siloWishes.Take(SlotWait.MostNamed).Select(other => other.JobId)],
        };
    }

    private int CountFree(bool express) => _silos.Where(silo => !IsShut(silo.Key, silo.Value)).Sum(silo => CountFree(silo.Value, express));

    private static int CountFree(SiloSlots silo, bool express) => silo.Slots.Count(slot => slot.IsFreeAs(express));

    private int? ExpressBefore(string jobId)
    {
        var hasExpress = _silos.Values.Any(silo => Array.Exists(silo.Slots, slot => slot is { IsExpress: true, IsRetired: false }));
        return hasExpress && !HasSlot(jobId) ? _wishes.Newcomers(HasSlot).TakeWhile(other => other.JobId != jobId).Count() : null;
    }

    private SlotBlock Block() =>
        _silos.Count == 0 ? SlotBlock.NoSilo
        : _silos.Values.All(silo => silo.Slots.All(slot => slot.IsExpress || slot.IsRetired)) ? SlotBlock.Retired
        : _silos.Values.Any(silo => CountFree(silo, express: false) > 0) ? SlotBlock.Kept
        : SlotBlock.Taken;

    private SiloUse Use(string name, SiloSlots silo)
    {
        var holders = silo.Slots.Where(slot => slot.JobId is not null).GroupBy(slot => slot.JobId!, StringComparer.Ordinal)
            .Select(slots => new SlotHolder(slots.Key, slots.Count(slot => !slot.IsExpress), slots.Count(slot => slot.IsExpress), slots.Count(slot => !slot.IsTaken)))
            .OrderByDescending(holder => holder.Slots + holder.Express).ThenBy(holder => holder.JobId, StringComparer.Ordinal);
        return new SiloUse(
            name,
            silo.Slots.Count(slot => !slot.IsExpress),
            CountFree(silo, express: false),
            silo.Slots.Count(slot => slot is { IsRetired: true, IsExpress: false }),
            [.. holders],
            IsLeasedAlone(silo) ? Array.Find(silo.Slots, slot => slot.Lease is { IsAlone: true })!.JobId : name == _emptying ? _siloWishes[0].JobId : null)
        {
            Express = silo.Slots.Count(slot => slot.IsExpress),
            FreeExpress = CountFree(silo, express: true),
        };
    }
}
