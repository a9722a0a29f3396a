using ElasticGrains.Testing.Simulation;
using Xunit.Abstractions;

namespace ElasticGrains.Simulation;

/// <summary>Breaks one rule at a time, and expects the simulation to notice within a bounded number of seeds.</summary>
public class MutantTests(ITestOutputHelper output)
{
    // Most show in the first seeds. A job that never answers a re-send is found by chance in one of about a thousand: an adoption or a
    // lost attempt nearly always mends it.
    private const int MostSeeds = 4000;

    private const int CoveredSeeds = 400;

    private static readonly SimulationProfile Splitting = SimulationProfile.Splitting;

    private static readonly SimulationProfile Orderly = SimulationProfile.Orderly;

    private static readonly SimulationProfile Whole = SimulationTests.Whole;

    private static readonly SimulationProfile KillingWhole = SimulationProfile.Killing with { MinShards = 1, MaxShards = 1 };

    // One shard or two, which people move; half of what is said is heard twice.
    private static readonly SimulationProfile Doubling = SimulationProfile.Standard with
    {
        MinShards = 1,
        MaxShards = 2,
        MinFaults = 8,
        MaxFaults = 16,
        Duplication = 0.5,
        Delay = 0.1,
        MinOrders = 2,
        MaxOrders = 6,
    };

    private static readonly SimulationProfile Joining = SimulationProfile.Standard with { Defect = WorldDefect.JoinsShards };

    private static readonly Mutant[] All =
    [
        new("a later writer starts a shard before the ledger has its grant")
        {
            Job = new TriesAfterATakeover(), Profile = KillingWhole,
        },
        new("stale attempts commit: refused by the ledger") { Job = new AcceptsStaleAttempts() },
        new("stale attempts commit") { Job = new AcceptsStaleAttempts(), Ledger = new LedgerWithoutAttempts() },
        new("attempt epochs are not raised: refused by the ledger") { Job = new KeepsAttemptEpochs() },
        new("attempt epochs are not raised") { Job = new KeepsAttemptEpochs(), Ledger = new LedgerWithoutEpochs() },
        new("a number is skipped: refused by the ledger") { Job = new SkipsNumbers() },
        new("a number is skipped") { Job = new SkipsNumbers(), Ledger = new LedgerWithoutNumbers() },
        new("a number is given twice") { Job = new RepeatsNumbers(), Ledger = new LedgerWithoutNumbers() },
        new("any range is committed: refused by the ledger") { Job = new IgnoresGaps(), Profile = Splitting },
        new("any range is committed") { Job = new IgnoresGaps(), Ledger = new LedgerWithoutRanges(), Profile = Splitting },
        new("gaps are offered and committed: refused by the ledger") { Job = new IgnoresGaps(), Shard = new BelievesInAdoption() },
        new("gaps are offered and committed")
        {
            Job = new IgnoresGaps(), Shard = new BelievesInAdoption(), Ledger = new LedgerWithoutRanges(),
        },
        new("re-sends are not answered") { Job = new ForgetsResends() },
        new("re-sends are committed again: refused by the ledger") { Job = new CommitsResendsAgain() },
        new("re-sends are committed again") { Job = new CommitsResendsAgain(), Ledger = new LedgerWithoutRanges() },
        new("any commit is taken for a re-send") { Job = new TakesAnythingForAResend() },
        new("splits at stale borders: refused by the ledger") { Job = new SplitsAtStaleBorders(), Profile = Splitting },
        new("splits at stale borders") { Job = new SplitsAtStaleBorders(), Ledger = new LedgerWithoutSplits(), Profile = Splitting },
        new("pieces reach over shards: refused by the job") { Profile = Joining },
        new("pieces reach over shards: refused by the ledger") { Job = new TakesAnyPiece(), Profile = Joining },
        new("pieces reach over shards") { Job = new TakesAnyPiece(), Ledger = new LedgerWithoutRanges(), Profile = Joining },
        new("completion is believed: refused by the ledger") { Job = new BelievesInCompletion(), Profile = Splitting },
        new("effects run ahead of the ledger") { Job = new RunsAheadOfLedger() },
        new("an attempt is stopped or fenced before the ledger has why") { Job = new StopsAtOnce() },
        new("a deposed writer judges what a later one has begun") { Job = new IgnoresSuccessors(), Profile = Whole },
        new("a job fails for its latest failure") { Job = new BlamesTheLatestFailure(), Profile = SimulationProfile.Killing },
        new("a re-send carries more") { Shard = new ResendsMore() },
        new("adoption takes an unapplied commit for applied") { Shard = new BelievesInAdoption() },
        new("adoption takes an applied commit for unapplied") { Shard = new DoubtsAdoption() },
        new("an attempt ends before its commit is answered") { Shard = new EndsTooSoon(), Profile = SimulationProfile.Calm },
        new("a slot that comes when its run is given up is kept") { Shard = new KeepsLateSlots() },
        new("a process that stands still is taken for a kernel that hangs") { Shard = new MistakesFreezes(), Profile = Splitting },
        new("an attempt that hears nothing of its job never goes") { Shard = new NeverGivesUpHearing(), Profile = Splitting },
        new("fences are ignored") { Shard = new IgnoresFences() },
        new("old grants are taken on shared slots")
        {
            Shard = new TakesOldGrants(), Profile = SimulationProfile.Standard with { Defect = WorldDefect.SharesSlots },
        },
        new("the ledger takes appends of deposed writers") { Ledger = new LedgerWithoutWriters() },
        new("the ledger takes appends of deposed writers in any order") { Ledger = new LedgerWithoutWritersAndVersions() },
        new("suspects are convicted without a trial") { Job = new ConvictsSuspects(), Profile = SimulationProfile.Killing },
        new("a piece of a run is convicted for deaths of the whole") { Job = new ConvictsForOldDeaths(), Profile = SimulationProfile.Killing },
        new("runs are convicted whole") { Job = new ConvictsRuns(), Profile = SimulationProfile.Killing },
        new("nobody is convicted") { Job = new ConvictsNobody(), Profile = SimulationProfile.Killing },
        new("a drain drops what is not committed") { Shard = new DropsPrefix(), Profile = Orderly },
        new("a drain drops what is not committed, in a storm") { Shard = new DropsPrefix() },
        new("a shard that moves is granted before it is released: refused by the ledger") { Job = new MovesTooSoon(), Profile = Orderly },
        new("a shard that moves is granted before it is released") { Job = new MovesTooSoon(), Ledger = new LedgerWithoutEpochs(), Profile = Orderly },
        new("slots of silos that are drained or cordoned are granted") { Manager = new GrantsShutSilos(), Profile = Orderly },
        new("the word that begins an attempt is said once, also to a silo that leaves") { Job = new SaysStartOnce(), Profile = Orderly },
        new("what was granted when its writer left is not said again") { Job = new ForgetsHandedOver(), Profile = Orderly },
        new("what is said again is refused although it may have begun") { Shard = new RefusesWhatMayHaveBegun(), Profile = SimulationProfile.Calm with { Killers = 1 } },
        new("an attempt says that nothing is begun before it has its slot") { Shard = new SpeaksBeforeItsSlot(), Profile = Doubling },
        new("an overtaken run speaks for the one that has overtaken it") { Shard = new SpeaksForAnother(), Profile = Doubling },
        new("a drain counts as a failure") { Job = new CountsMovesAsFailures(), Profile = Orderly },
        Of(WorldDefect.TakesWhileShut) with { Profile = Orderly with { Defect = WorldDefect.TakesWhileShut } },
        Of(WorldDefect.LeavesTooSoon) with { Profile = Orderly with { Defect = WorldDefect.LeavesTooSoon } },
        Of(WorldDefect.ReadsHistoryFirst),
        Of(WorldDefect.SharesSlots),
        Of(WorldDefect.KeepsHaltedSlots),
        Of(WorldDefect.KeepsUnusedSlots) with { Profile = Doubling with { Defect = WorldDefect.KeepsUnusedSlots } },
        Of(WorldDefect.OffersTooMuch) with { Profile = Splitting with { Defect = WorldDefect.OffersTooMuch } },
        Of(WorldDefect.IgnoresShrink) with { Profile = Splitting with { Defect = WorldDefect.IgnoresShrink } },
        Of(WorldDefect.BelievesInAppends),
        Of(WorldDefect.ForgetsPartials),
    ];

    private static readonly Mutant[] Covered =
    [
        new("ledger without attempts") { Ledger = new LedgerWithoutAttempts() },
        new("ledger without epochs") { Ledger = new LedgerWithoutEpochs() },
        new("ledger without numbers") { Ledger = new LedgerWithoutNumbers() },
        new("ledger without ranges") { Ledger = new LedgerWithoutRanges() },
        new("ledger without splits") { Ledger = new LedgerWithoutSplits(), Profile = Splitting },
        new("ledger without ends") { Ledger = new LedgerWithoutEnds(), Profile = Splitting },
        new("old grants") { Shard = new TakesOldGrants() },
    ];

    public static TheoryData<string> Names => [.. All.Select(mutant => mutant.Name)];

    public static TheoryData<string> CoveredNames => [.. Covered.Select(mutant => mutant.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Simulation_RuleBroken_IsNoticed(string name)
    {
        var mutant = Find(name);
        var found = Enumerable.Range(1, MostSeeds).Select(seed => mutant.Run(seed)).FirstOrDefault(result => !result.IsSound);

        Assert.True(found is not null, $"'{name}' was not noticed in {MostSeeds} seeds.");
        output.WriteLine($"{name}: seed {found.Seed}: {found.Problem}");
    }

    /// <summary>Two layers guard these: each alone is enough. The first test breaks the other layer, or both.</summary>
    [Theory]
    [MemberData(nameof(CoveredNames))]
    public void Simulation_OneOfTwoLayersMissing_OtherIsEnough(string name)
    {
        var mutant = Covered.Single(each => each.Name == name);

        Assert.All(Enumerable.Range(1, CoveredSeeds).Select(seed => mutant.Run(seed)), result => Assert.True(result.IsSound, result.ToString()));
    }

    internal static Mutant Find(string name) => All.Single(mutant => mutant.Name == name);

    private static Mutant Of(WorldDefect defect) =>
        new($"the world {defect}") { Profile = SimulationProfile.Standard with { Defect = defect } };
}
