using System.Globalization;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Jobs;

/// <summary>When a shard is suspected of killing its silos, when it counts as proven, and what is said of it then.</summary>
public static class Suspicion
{
    /// <summary>The kind of failure of a shard that is given up for it.</summary>
    public const string FailureKind = "killed-silo";

    /// <summary>One silo may die of anything. Under a shard that was running when a second did, a third one is not risked in company.</summary>
    public const int DeathsOfASuspect = 2;

    /// <summary>Where no silo can be had for it alone, so many deaths in company are believed: the grid must not lose silos for ever.</summary>
    public const int DeathsInCompany = 6;

    /// <summary>Of a suspected run a trial takes one part in so many: each level costs a silo, so there should be few.</summary>
    public const int TrialsPerLevel = 32;

    /// <summary>True when these deaths make a suspect.</summary>
    public static bool Falls(IReadOnlyList<SiloDeath> deaths)
    {
        ArgumentNullException.ThrowIfNull(deaths);
        return deaths.Count >= DeathsOfASuspect;
    }

    /// <summary>True when they prove that one shard, which has nobody to share them with, kills its silos.</summary>
    public static bool IsProven(IReadOnlyList<SiloDeath> deaths)
    {
        ArgumentNullException.ThrowIfNull(deaths);
        return (deaths.Count > DeathsOfASuspect && deaths[^1].WasAlone) || deaths.Count >= DeathsInCompany;
    }

    /// <summary>How many shards of a suspected run are tried together.</summary>
    public static int TrialOf(int shards) => Math.Max(1, (shards + TrialsPerLevel - 1) / TrialsPerLevel);

    /// <summary>Why the shard is given up.</summary>
    public static Failure Verdict(int shard, ItemRange items, string kernel, IReadOnlyList<SiloDeath> deaths)
    {
        ArgumentNullException.ThrowIfNull(deaths);
        return new Failure(
            FailureFault.Kernel,
            FailureKind,
            string.Create(CultureInfo.InvariantCulture, $"Shard {shard} killed its silo {deaths.Count} times: {string.Join(", ", deaths.Select(Told))}. ")
            + $"Something in items {items} ends the process: an exit, a crash in native code, an endless recursion, or too much memory. "
            + $"Mend kernel '{kernel}' or these items, then retry what failed.");
    }

    private static string Told(SiloDeath death, int index)
    {
        var company = death switch
        {
            { WasAlone: true } => "alone",
            { Others: 0 } => "with no other shard of the job",
            { Others: 1 } => "with 1 other shard",
            _ => string.Create(CultureInfo.InvariantCulture, $"with {death.Others} other shards"),
        };
        var inVain = index >= DeathsOfASuspect && !death.WasAlone ? "not alone, " : "";
        return string.Create(CultureInfo.InvariantCulture, $"{inVain}{company} on silo {death.Silo} at {death.At.UtcDateTime:HH:mm:ss} UTC");
    }
}
