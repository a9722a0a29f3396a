using ElasticGrains.Jobs;

namespace ElasticGrains.Testing.Simulation;

/// <summary>What a job's items really are and which of them misbehave; what every answer is measured against.</summary>
internal sealed class JobTruth
{
    private readonly Dictionary<int, int> _failuresLeft = [];
    private readonly ItemRange _dear;
    private readonly int _dearBy = 1;

    public JobTruth(string id, SimulationRandom random, SimulationProfile profile, bool mayHang)
    {
        Items = profile.Kernel?.Items ?? random.Between(profile.MinItems, profile.MaxItems + 1);
        Work = profile.Kernel is { } kernel ? new KernelWork(kernel) : new FoldWork(Items, (ulong)random.Millis(0, 1e6));

        // A user's job has as many steps as the built-in one has, each of so many items.
        var step = profile.Kernel is null ? 1 : Math.Max(1, Items / profile.MaxItems);
        ItemCost = Math.Max(1, random.Millis(10, 50) / step);
        ItemsPerCall = random.Between(1, 4) * step;
        MostUncut = random.Between(4, 16) * step;
        Spec = MakeSpec(id, random, profile);
        if (random.Chance(profile.KernelFailures))
        {
            MakeFlaky(random);
        }

        if (random.Chance(profile.Endings))
        {
            MakeEnding(random, mayHang);
        }

        if (profile.IsUneven)
        {
            // Calls of one item, as of a kernel whose items take longer than a call should.
            (ItemCost, ItemsPerCall, _dearBy) = (Math.Max(1, ItemCost / 4), 1, profile.DearBy);
            var length = Items * random.Between(10, 51) / 100;
            var start = random.Next(Items - length + 1);
            _dear = new ItemRange(start, start + length);
        }

        if (profile.Killers > 0 && random.Chance(profile.Killers))
        {
            Killing = random.Next(Items);
        }
    }

    public JobSpec Spec { get; private set; }

    /// <summary>What is computed.</summary>
    public IJobWork Work { get; }

    public int Items { get; }

    /// <summary>How long the kernel takes for an item, in ticks.</summary>
    public long ItemCost { get; }

    public int ItemsPerCall { get; }

    /// <summary>How long the kernel takes for the dearest item, in ticks.</summary>
    public long DearestCost => ItemCost * _dearBy;

    /// <summary>How long the kernel takes for these items, in ticks.</summary>
    public long CostOf(long start, long end)
    {
        var dear = Math.Max(0, Math.Min(end, _dear.End) - Math.Max(start, _dear.Start));
        return ItemCost * (end - start + (dear * (_dearBy - 1)));
    }

    /// <summary>The items after which a run cuts off a prefix by itself: its partial has grown large.</summary>
    public int MostUncut { get; }

    /// <summary>The item that fails every time, or −1.</summary>
    public int Poisoned { get; private set; } = -1;

    public FailureFault PoisonFault { get; private set; }

    /// <summary>The item that kills its silo every time, or −1.</summary>
    public int Killing { get; } = -1;

    /// <summary>The item at which the kernel hangs once, or −1.</summary>
    public int Hanging { get; private set; } = -1;

    /// <summary>When it is cancelled, in ticks, or −1.</summary>
    public long CancelAt { get; private set; } = -1;

    /// <summary>True when the answer cannot be made.</summary>
    public bool HasNoAnswer { get; private set; }

    /// <summary>True when the kernel hangs at this item now; it does so once.</summary>
    public bool Hangs(long item)
    {
        var hangs = item == Hanging;
        Hanging = hangs ? -1 : Hanging;
        HasHung |= hangs;
        return hangs;
    }

    public bool HasHung { get; private set; }

    /// <summary>The failure of this item now, or null.</summary>
    public Failure? FailureOf(long item)
    {
        if (item == Poisoned)
        {
            return new Failure(PoisonFault, PoisonFault == FailureFault.Input ? "input" : "kernel", $"Item {item} is poisoned.");
        }

        if (_failuresLeft.TryGetValue((int)item, out var left) && left > 0)
        {
            _failuresLeft[(int)item] = left - 1;
            return new Failure(FailureFault.Kernel, "kernel", $"Item {item} failed for now.");
        }

        return null;
    }

    private static JobSpec MakeSpec(string id, SimulationRandom random, SimulationProfile profile) => new()
    {
        Id = id,
        Kernel = profile.Kernel?.Name ?? "fold",
        KernelVersion = profile.Kernel?.Version ?? 1,
        Input = profile.Kernel?.Input ?? "{}"u8.ToArray(),
        Policy = new JobPolicy
        {
            Shards = random.Between(profile.MinShards, profile.MaxShards + 1),
            Backoff = TimeSpan.FromTicks(random.Millis(20, 200)),
            MaxBackoff = TimeSpan.FromSeconds(1),
            Priority = random.Between(-1, 2),
            MaxSlots = !profile.IsUneven && random.Chance(0.15) ? random.Between(2, 5) : null,
            CommitInterval = TimeSpan.FromTicks(random.Millis(50, 400)),
            OnQuarantine = random.Chance(0.5) ? FailurePolicy.FinishRest : FailurePolicy.FailFast,
            SafePointTimeout = random.Chance(0.5) ? TimeSpan.FromSeconds(3) : TimeSpan.FromMinutes(10),
        },
    };

    // At most one such item in a planned shard, and fewer failures than attempts: retries must win.
    private void MakeFlaky(SimulationRandom random)
    {
        var shards = Spec.Policy.Shards!.Value;
        var shard = random.Next(shards);
        for (var i = random.Between(1, 4); i > 0 && shard < shards; i--)
        {
            var from = (int)((long)Items * shard / shards);
            var below = (int)((long)Items * (shard + 1) / shards);
            if (below > from)
            {
                _failuresLeft[random.Between(from, below)] = random.Between(1, Spec.Policy.MaxAttempts);
            }

            shard += random.Between(1, 10);
        }
    }

    private void MakeEnding(SimulationRandom random, bool mayHang)
    {
        switch (random.Next(6))
        {
            case 0:
                Poisoned = random.Next(Items);
                PoisonFault = FailureFault.Kernel;
                break;
            case 1:
                Poisoned = random.Next(Items);
                PoisonFault = FailureFault.Input;
                break;
            case 2 when mayHang:
                Hanging = random.Next(Items);
                Spec = Spec with { Policy = Spec.Policy with { SafePointTimeout = TimeSpan.FromSeconds(3) } };
                break;
            case 3:
                CancelAt = random.Millis(100, 6000);
                break;
            case 4:
                Spec = Spec with { Policy = Spec.Policy with { Deadline = TimeSpan.FromTicks(random.Millis(1000, 20000)) } };
                break;
            default:
                HasNoAnswer = true;
                break;
        }
    }
}
