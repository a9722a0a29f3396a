using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Scheduling;

/// <summary>The slots of one silo as the resource manager sees them.</summary>
internal sealed class SiloSlots(SlotReport report)
{
    /// <summary>By number; the express ones are the last.</summary>
    public SlotUse[] Slots { get; } = [.. Enumerable.Range(0, report.Slots + report.Express).Select(number => new SlotUse(number >= report.Slots))];

    /// <summary>What the silo takes on.</summary>
    public SiloIntake Intake { get; set; }

    /// <summary>What it said last.</summary>
    public SlotReport Said { get; private set; } = report;

    /// <summary>When the silo last reported.</summary>
    public DateTimeOffset Heard { get; private set; }

    /// <summary>True when the silo has as many slots of each kind as it reported first.</summary>
    public bool Fits(SlotReport other) => other.Slots == Said.Slots && other.Express == Said.Express;

    /// <summary>Takes over what the silo says.</summary>
    public void Hear(SlotReport said, DateTimeOffset now)
    {
        (Said, Heard) = (said, now);
        Intake = said.Intake;
        for (var number = 0; number < Slots.Length; number++)
        {
            var slot = Slots[number];
            slot.IsRetired = said.Retired.Contains(number);
            if (said.Held.FirstOrDefault(held => held.Lease.Slot == number) is { } held)
            {
                slot.Take(held, now);
            }
            else if (slot.IsTaken || slot.WasTaken(said.LastEpochs[number]) || slot.IsDoubtful || slot.IsStale(now))
            {
                slot.Free();
            }
        }
    }

    /// <summary>The number of a free slot of that kind; null when there is none.</summary>
    public int? FindFree(bool express) =>
        Array.FindIndex(Slots, slot => slot.IsFreeAs(express)) is >= 0 and var number ? number : null;
}
