using ElasticGrains.Cli.Bench;
using ElasticGrains.Cli.Chaos;
using ElasticGrains.Cli.Chaos.Faults;
using ElasticGrains.Cli.Chaos.Network;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.State;
using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Cli.Waiting;
using ElasticGrains.Client;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Jobs;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Cli.Tests.Chaos;

/// <summary>
/// Silos that cannot reach each other, or the database, for longer than it takes to be voted out: a job that runs meanwhile has the answer that it has
/// without, and whoever was not voted out goes on without a restart. <c>EG_LONG</c> adds what takes longer.
/// </summary>
public sealed class PartitionTests : IAsyncLifetime
{
    private const int Silos = 4;
    private const int Slots = 2;
    private const int Milliseconds = 20;
    private const int ItemsPerSecond = Silos * Slots * 1000 / Milliseconds;

    // In MiB: what is not committed is one partial of a few bytes per shard, however long it waits.
    private const long MostGrowth = 96;

    // What is left of the job when all is healed.
    private const int SecondsAfter = 5;

    private static readonly string[] All = ["silo-1", "silo-2", "silo-3", "silo-4"];

    private Scratch Scratch { get; } = new();

    private OwnGround _ground = null!;
    private ClusterClient _client = null!;

    public static TheoryData<Split> Partitions => LongRuns.AreAsked ? [.. Enum.GetValues<Split>()] : [Split.Halves];

    public static TheoryData<string, int> DatabaseCuts => LongRuns.AreAsked
        ? new() { { nameof(CutMode.Silent), 60 }, { nameof(CutMode.Reset), 60 }, { nameof(CutMode.Slow), 20 } }
        : new() { { nameof(CutMode.Reset), 8 } };

    private string ClusterDirectory => Path.Combine(Scratch.Directory, "cluster");

    private string Traces => Path.Combine(Scratch.Directory, "traces");

    private CutBoard Board => _ground.Board!;

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Traces);
        _ground = await OwnGround.StartAsync(ClusterDirectory, Silos, Slots, seed: 1, CancellationToken.None);
        _client = await ClusterClient.ConnectAsync(_ground.File, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _ground.DisposeAsync();
        Directory.Delete(DevelopmentDatabase.DirectoryOf(ClusterDirectory), recursive: true);
        Scratch.Dispose();
    }

    [LinuxTheory("it needs all of 127.0.0.0/8")]
    [MemberData(nameof(Partitions))]
    public async Task Job_SilosAreCutOff_HasTheAnswer(Split split)
    {
        const int Seconds = 15;
        var (job, items) = await SubmitAsync(Seconds);
        Cut(split);
        await Task.Delay(TimeSpan.FromSeconds(Seconds));
        Board.HealAll();

        Assert.Equal(WaitTally.Of(items), await job.ResultAsync());
        await VerifyAsync();

        // One silo at least goes on; who is given up by the others is told that it is dead, and ends. Where two sides cannot hear each other at all, that must
        // happen, and halves may each give up silos of the other before they are told.
        var ended = _ground.Silos.Where(silo => silo.HasExited).ToList();
        Assert.All(ended, silo => Assert.Contains("the other silos had given it up", silo.Obituary(), StringComparison.Ordinal));
        LongRuns.Report($"Cut: {split}, {Seconds} s", $"{items} items, {Computed} computed. {ended.Count} of {Silos} silos were given up: {string.Join(", ", ended.Select(silo => silo.Name))}.");
        Assert.InRange(ended.Count, split is Split.Halves or Split.OneOff ? 1 : 0, split is Split.Halves ? Silos - 1 : 1);
        await GoesOnAsync();
    }

    [LinuxTheory("it needs all of 127.0.0.0/8")]
    [MemberData(nameof(DatabaseCuts))]
    public async Task Job_DatabaseIsCutFromAllSilos_GoesOnComputingAndHasTheAnswer(string mode, int seconds)
    {
        // A shard that is granted goes on; a further one cannot be, for its grant is a row of the ledger. So each slot has one for all of the time.
        var (job, items) = await SubmitAsync(seconds, shards: Silos * Slots);
        foreach (var silo in All)
        {
            Board.Set(silo, ChaosNetwork.Database, Enum.Parse<CutMode>(mode));
        }

        var (before, memory, cutAt) = (Computed, Memory(), TimeProvider.System.GetUtcNow());
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var (computed, grown) = (Computed - before, Memory().Zip(memory, (now, then) => (now - then) >> 20).ToList());
        LongRuns.Report(
            $"The database is cut from all silos: {mode}, {seconds} s",
            $"{computed} of {ItemsPerSecond * seconds} possible items were computed meanwhile; the silos' memory grew by {string.Join(", ", grown)} MiB.");

        // No slot stands still while others go on; how fast they all do is for the processors to say.
        var ofSilos = WaitTrace.Read(Traces).Where(trace => trace.Ended >= cutAt).CountBy(trace => trace.Process).ToList();
        Assert.Equal(Silos, ofSilos.Count);
        Assert.InRange(ofSilos.Min(silo => silo.Value), ofSilos.Max(silo => silo.Value) * 3 / 4, int.MaxValue);
        Assert.All(grown, mebibytes => Assert.InRange(mebibytes, long.MinValue, MostGrowth));
        Board.HealAll();

        Assert.Equal(WaitTally.Of(items), await job.ResultAsync());
        await VerifyAsync();
        Assert.All(_ground.Silos, silo => Assert.False(silo.HasExited, $"{silo.Name} {(silo.HasExited ? silo.Obituary() : "")}"));
        await GoesOnAsync();
    }

    private long Computed => WaitTrace.Finished(Traces);

    private int Computing => WaitTrace.Read(Traces).Count(trace => trace.Ended is null);

    private List<long> Memory() => [.. _ground.Silos.Select(ResidentMemory.Of)];

    private void Cut(Split split)
    {
        IEnumerable<(string One, string Other)> pairs = split switch
        {
            Split.Halves => from one in All[..2] from other in All[2..] select (one, other),
            Split.OneOff => from one in All[..3] select (one, All[3]),
            Split.OneWithoutDatabase => [(All[1], ChaosNetwork.Database)],
            _ => [(All[0], All[3])],
        };
        foreach (var (one, other) in pairs)
        {
            Board.Set(one, other, split == Split.Resets ? CutMode.Reset : CutMode.Silent, oneWay: split == Split.OneWay);
        }
    }

    /// <summary>A job that lasts some seconds longer than that, of which everybody has begun a part.</summary>
    private async Task<(JobHandle<WaitTally> Job, long Items)> SubmitAsync(int seconds, int? shards = null)
    {
        var items = (long)ItemsPerSecond * (seconds + SecondsAfter);
        var policy = JobPolicy.Default with { CommitInterval = TimeSpan.FromMilliseconds(500), Shards = shards };
        var job = await _client.Grid.SubmitAsync(new WaitKernel(), new WaitInput(items, Milliseconds, Traces), new JobOptions { Policy = policy });
        await Eventually.HoldsAsync(() => Task.FromResult(Computed >= ItemsPerSecond && Computing == Silos * Slots), "every slot computes");
        return (job, items);
    }

    private async Task GoesOnAsync()
    {
        var job = await _client.Grid.SubmitAsync(new WaitKernel(), new WaitInput(50, 1, Traces: null));
        Assert.Equal(WaitTally.Of(50), await job.ResultAsync());

        // What must be gone a minute after the last job is gone long before.
        await Eventually.HoldsAsync(async () => !(await CheckAsync(new InAMinute())).Any(IsLeft), "no slot is held and no file is left for a job that has ended");
    }

    private async Task VerifyAsync() => Assert.DoesNotContain(await CheckAsync(TimeProvider.System), finding => !finding.IsWarning);

    private async Task<IReadOnlyList<Finding>> CheckAsync(TimeProvider time) =>
        (await LedgerCheck.RunAsync(new StatePlaces(_ground.Directory), jobId: null, time, CancellationToken.None)).Findings;

    private static bool IsLeft(Finding finding) => finding.Code is FindingCodes.LeaseHeld or FindingCodes.FileLeftover;

    private sealed class InAMinute : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + LedgerVerification.RestWithin + TimeSpan.FromSeconds(1);
    }

    /// <summary>Who is cut from whom.</summary>
    public enum Split
    {
        /// <summary>Two from the other two.</summary>
        Halves,

        /// <summary>What one silo says to one other does not arrive.</summary>
        OneWay,

        /// <summary>One from the other three.</summary>
        OneOff,

        /// <summary>One silo from the database.</summary>
        OneWithoutDatabase,

        /// <summary>Connections between two are reset, and new ones refused.</summary>
        Resets,
    }
}
