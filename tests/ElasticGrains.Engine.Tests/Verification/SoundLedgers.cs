using ElasticGrains.Blocks;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Ledger;
using static ElasticGrains.Engine.Tests.Verification.Script;

namespace ElasticGrains.Engine.Tests.Verification;

/// <summary>What jobs leave in a ledger when all is well, each accepted by the rules that stores have.</summary>
internal static class SoundLedgers
{
    public static readonly BlockHandle Block = new("7", 100, 5);

    /// <summary>Two shards, one of which commits twice.</summary>
    public static readonly LedgerEvent[] Small =
    [
        Plan(2), Grant(0, 1, 1), Grant(1, 1, 1), Commit(1, 0, 1, 0, 10, 2), End(0, 1, 2.1), Commit(2, 1, 1, 10, 15, 3), Commit(3, 1, 1, 15, 20, 4), End(1, 1, 4.1), Succeed(5),
    ];

    /// <summary>A shard whose first attempt fails.</summary>
    public static readonly LedgerEvent[] Retried =
    [
        Plan(1), Grant(0, 1, 1), Commit(1, 0, 1, 0, 4, 2), End(0, 1, 3, AttemptEnd.Failed), Grant(0, 2, 4), Commit(2, 0, 2, 4, 20, 5), End(0, 2, 5.1), Succeed(6),
    ];

    /// <summary>A shard that gives up the end of its range.</summary>
    public static readonly LedgerEvent[] Split =
    [
        Plan(1), Grant(0, 1, 1), Commit(1, 0, 1, 0, 4, 2), new LedgerEvent.Split(0, 12, 1), Grant(1, 1, 2.5), Commit(2, 1, 1, 12, 20, 3), End(1, 1, 3.1),
        Commit(3, 0, 1, 4, 12, 4), End(0, 1, 4.1), Succeed(5),
    ];

    /// <summary>Ten shards in two runs, of which one is cut.</summary>
    public static readonly LedgerEvent[] Runs =
    [
        Plan(10), Grant(0, 1, 1, more: 6), Grant(7, 1, 1, more: 2), Commit(1, 0, 1, 0, 2, 2), Commit(2, 1, 1, 2, 4, 2), new LedgerEvent.Split(0, 8, 4),
        Commit(3, 7, 1, 14, 16, 2.5), Commit(4, 8, 1, 16, 18, 2.5), Commit(5, 9, 1, 18, 20, 2.5), End(7, 1, 3), Grant(4, 2, 3.1, slot: 7, lease: 2, more: 2),
        Commit(6, 4, 2, 8, 10, 4), Commit(7, 5, 2, 10, 12, 4), Commit(8, 6, 2, 12, 14, 4), End(4, 2, 4.1), Commit(9, 2, 1, 4, 6, 5), Commit(10, 3, 1, 6, 8, 5), End(0, 1, 5.1), Succeed(6),
    ];

    /// <summary>A range that is given up, of which a block of input is kept.</summary>
    public static readonly LedgerEvent[] GivenUp =
    [
        Plan(2), Grant(0, 1, 1), Commit(1, 0, 1, 0, 4, 2), End(0, 1, 3, AttemptEnd.Failed), GiveUp(0, 4, 10, 3, Block), Fail(3, new ItemRange(4, 10)),
    ];

    /// <summary>A second writer adopts an attempt, and loses another.</summary>
    public static readonly LedgerEvent[] Adopted =
    [
        Plan(2), Grant(0, 1, 1), Grant(1, 1, 1), Commit(1, 0, 1, 0, 4, 2), Writer("host/2/s2", 4), new LedgerEvent.Adopted(0, 1, 2, At(4.2)), Commit(2, 0, 2, 4, 10, 5), End(0, 2, 5.1),
        End(1, 1, 5.2, AttemptEnd.Lost), Grant(1, 2, 5.3), Commit(3, 1, 2, 10, 20, 6), End(1, 2, 6.1), Succeed(7),
    ];

    private static readonly LedgerEvent[] Reopened =
    [
        .. GivenUp, new LedgerEvent.Reopened(At(9)), Grant(0, 2, 10), Grant(1, 1, 10), Commit(2, 0, 2, 4, 10, 11), Commit(3, 1, 1, 10, 20, 12), Succeed(13),
    ];

    // Three groups may be under way: commits of the first attempt are recorded after the first of the next on its slot, which had a lease after it.
    private static readonly LedgerEvent[] LateCommits =
    [
        Plan(2), Grant(0, 1, 1, slot: 0, lease: 1), Commit(1, 0, 1, 0, 2, 2), Grant(1, 1, 3, slot: 0, lease: 2), Commit(2, 1, 1, 10, 12, 4), Commit(3, 0, 1, 2, 4, 5), Commit(4, 0, 1, 4, 10, 6),
        Commit(5, 1, 1, 12, 20, 7), End(1, 1, 7.1), End(0, 1, 8), Succeed(9),
    ];

    // A manager that was lost gives the same lease again; the silo takes it once.
    private static readonly LedgerEvent[] RefusedLease =
    [
        Plan(2), Grant(0, 1, 1, slot: 0, lease: 3), Grant(1, 1, 1, slot: 0, lease: 3), End(1, 1, 1.1, AttemptEnd.Refused), Commit(1, 0, 1, 0, 10, 2), End(0, 1, 2.1),
        Grant(1, 2, 2.2, slot: 0, lease: 4), Commit(2, 1, 2, 10, 20, 3), End(1, 2, 3.1), Succeed(4),
    ];

    public static IReadOnlyDictionary<string, Func<LedgerDump[]>> All { get; } = new Dictionary<string, Func<LedgerDump[]>>
    {
        ["small"] = () => [Job(Small)],
        ["retried"] = () => [Job(Retried)],
        ["split"] = () => [Job(Split)],
        ["runs, one of them cut"] = () => [Job(Runs)],
        ["given up, with captured input"] = () => [Job(GivenUp).WithBlock(Block)],
        ["adopted by a second writer"] = () => [Job(Adopted)],
        ["opened again"] = () => [Job(Reopened).WithBlock(Block)],
        ["a partial in a block"] = () => [Job(InABlock).WithBlock(Block)],
        ["cancelled while attempts ran"] = () => [Job([Plan(1), Grant(0, 1, 1), Commit(1, 0, 1, 0, 4, 2), Fail(3)])],
        ["running"] = () => [Job([Plan(1), Grant(0, 1, 1), Commit(1, 0, 1, 0, 4, 2)])],
        ["accepted only"] = () => [Job([])],
        ["commits recorded after those of the next on the slot"] = () => [Job(LateCommits)],
        ["a lease given twice and taken once"] = () => [Job(RefusedLease)],
        ["without leases, as older versions wrote it"] = () => [Job(Small.Select(WithoutLease)), Job(Retried.Select(WithoutLease), id: "other")],
        ["clocks that differ by seconds"] = () => [Job(OnSlot(0, lease: 1, from: 0)), Job(OnSlot(0, lease: 2, from: -8), id: "other", writer: "host/2/s2")],
        ["the answer of another job"] = () => Copied,
        ["the answer of another job, in a block"] = () => CopiedBlock,
        ["the answer of a job that was forgotten"] = () => [Copied[1]],
        ["the answer of a job that has the answer of another"] = () => [.. Copied, Job([Copy("job", 90)], id: "third", key: "k")],
        ["the answer of a job whose id another has now"] = () => [Job([Succeed(1) with { CopiedFrom = new AnswerSource("job", At(-50)) }], id: "second", key: "k"), Job(GivenUp, key: "other").WithBlock(Block)],
        ["two jobs that take turns on a slot"] = () => [Job(OnSlot(0, lease: 1, from: 0)), Job(OnSlot(0, lease: 2, from: 9), id: "other")],
    };

    /// <summary>A job, and one that has its answer.</summary>
    public static LedgerDump[] Copied => [Job(Small, id: "first", key: "k"), Job([Copy("first", 60)], key: "k")];

    /// <summary>The same with an answer in a block, of which each has its own.</summary>
    public static LedgerDump[] CopiedBlock =>
    [
        Job([.. Small[..^1], InBlock(Succeed(5), Block)], id: "first", key: "k").WithBlock(Block),
        Job([InBlock(Copy("first", 60), Block with { Id = "8" })], key: "k").WithBlock(Block with { Id = "8" }),
    ];

    public static LedgerEvent[] InABlock => [Plan(1), Grant(0, 1, 1), Commit(1, 0, 1, 0, 20, 2, Block), End(0, 1, 2.1), Succeed(3)];

    /// <summary>A shard that commits each second under a lease of slot 0.</summary>
    public static LedgerEvent[] OnSlot(int slot, long lease, double from) =>
    [
        Plan(1), Grant(0, 1, from, slot, lease), .. Enumerable.Range(0, 8).Select(i => Commit(i + 1, 0, 1, i * 2, i == 7 ? 20 : (i * 2) + 2, from + i + 1)), End(0, 1, from + 8.1), Succeed(from + 8.2),
    ];

    public static LedgerEvent.Finished InBlock(LedgerEvent.Finished end, BlockHandle block) =>
        end with { Outcome = end.Outcome with { Result = default, ResultBlock = block } };

    public static LedgerEvent WithoutLease(LedgerEvent happened) => happened is LedgerEvent.Granted granted ? granted with { LeaseEpoch = 0 } : happened;
}
