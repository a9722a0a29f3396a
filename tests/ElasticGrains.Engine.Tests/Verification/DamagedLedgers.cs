using ElasticGrains.Engine.Verification;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using static ElasticGrains.Engine.Tests.Verification.Script;
using static ElasticGrains.Engine.Tests.Verification.SoundLedgers;
using static ElasticGrains.Engine.Verification.FindingCodes;

namespace ElasticGrains.Engine.Tests.Verification;

/// <summary>
/// Ledgers with one defect each, and the code that names it. Where rules were broken, a ledger without rules wrote them: rows and events agree, and
/// only the defect itself can be noticed.
/// </summary>
internal static class DamagedLedgers
{
    public static IReadOnlyDictionary<string, (string Code, Func<LedgerDump[]> Make)> All { get; } = new Dictionary<string, (string, Func<LedgerDump[]>)>
    {
        // Commits and numbers.
        ["dropped commit"] = (NumberGap, () => [Rows(Small, dump => dump with { Commits = [dump.Commits[0], dump.Commits[2]] })]),
        ["dropped commit, the rest numbered anew"] = (CoverGap, () => [Lax(Small, all => [.. all[..5], Commit(2, 1, 1, 15, 20, 4), .. all[7..]])]),
        ["dropped last commit"] = (FinishUncovered, () => [Lax(Small, all => Without(all, 6))]),
        ["doubled commit"] = (CoverOverlap, () => [Lax(Small, all => Insert(all, 7, Commit(4, 1, 1, 10, 15, 4)))]),
        ["doubled number"] = (NumberDuplicate, () => [Lax(Small, all => Replace(all, 6, Commit(2, 1, 1, 15, 20, 4)))]),
        ["swapped numbers"] = (NumberOrder, () => [Lax(Small, all => Replace(Replace(all, 5, Commit(3, 1, 1, 10, 15, 3)), 6, Commit(2, 1, 1, 15, 20, 4)))]),
        ["commit with an epoch never given"] = (CommitAttempt, () => [Lax(Small, all => Replace(all, 6, Commit(3, 1, 7, 15, 20, 4)))]),
        ["commit by a fenced attempt"] = (CommitAttempt, () => [Lax(Retried, all => Replace(all, 5, Commit(2, 0, 1, 4, 20, 5)))]),
        ["commit by an attempt that had ended"] = (CommitAttempt, () => [Lax(Small, all => Insert(Without(all, 6), 7, Commit(3, 1, 1, 15, 20, 4)))]),
        ["commit by the epoch before an adoption"] = (CommitAttempt, () => [Lax(Adopted, all => Replace(all, 6, Commit(2, 0, 1, 4, 10, 5)))]),
        ["commit after the end"] = (AfterFinish, () => [Lax(Small, all => [.. Without(all, 6), Commit(3, 1, 1, 15, 20, 6)])]),
        ["hole in the cover"] = (CoverGap, () => [Lax(Small, all => Replace(all, 5, Commit(2, 1, 1, 10, 14, 3)))]),
        ["commits that overlap"] = (CoverOverlap, () => [Lax(Small, all => Replace(all, 6, Commit(3, 1, 1, 14, 20, 4)))]),
        ["commit turned round"] = (CommitOrder, () => [Rows(Small, dump => WithCommit(dump, 2, commit => commit with { Start = 15, End = 10 }))]),
        ["commit in another place of its shard"] = (CommitOrder, () => [Lax(Small, all => Replace(Replace(all, 5, Commit(2, 1, 1, 15, 20, 3)), 6, Commit(3, 1, 1, 10, 15, 4)))]),
        ["commit beyond its shard"] = (CommitOutside, () => [Lax(Small, all => Replace(all, 3, Commit(1, 0, 1, 0, 11, 2)))]),
        ["commit beyond the job"] = (CommitOutside, () => [Lax(Small, all => Replace(all, 6, Commit(3, 1, 1, 15, 21, 4)))]),
        ["commit over a border inside a run"] = (CommitOutside, () => [Lax(Runs, all => Replace(all, 3, Commit(1, 0, 1, 0, 3, 2)))]),

        // Payloads and blocks.
        ["payload with a flipped bit"] = (PayloadDamaged, () => [Rows(Small, dump => WithCommit(dump, 1, commit => commit with { Inline = new ByteStamp(8, commit.Payload.Checksum ^ 1) }))]),
        ["payload cut short"] = (PayloadLength, () => [Rows(Small, dump => WithCommit(dump, 1, commit => commit with { Inline = new ByteStamp(7, 1) }))]),
        ["block missing"] = (BlockMissing, () => [Job(InABlock)]),
        ["block of another job"] = (BlockForeign, () => [Job(InABlock) with { Foreign = new Dictionary<string, string> { [Block.Id] = "other" } }]),
        ["block with a flipped bit"] = (BlockDamaged, () => [Job(InABlock) with { Blocks = [new BlockRow(Block.Id, StampOf(Block), new ByteStamp(100, 4))] }]),
        ["another block of the job"] = (PayloadDamaged, () => [Job(InABlock).WithBlock(Block with { Checksum = 6 })]),
        ["captured input missing"] = (InputMissing, () => [Job(GivenUp)]),
        ["captured input changed"] = (InputDamaged, () => [Job(GivenUp).WithBlock(Block with { Checksum = 6 })]),
        ["block to which nothing refers, long after the end"] = (BlockOrphan, () => [Job(Small).WithBlock(Block)]),

        // Shards.
        ["split inside what is committed"] = (SplitOutside, () => [Lax(Split, all => Replace(all, 3, new LedgerEvent.Split(0, 3, 1)))]),
        ["split of a shard that does not run"] = (SplitOutside, () => [Lax(Split, all => Swap(all, 1, 3))]),
        ["split that overlaps another"] = (SplitOutside, () => [Lax(Split, all => Insert(all, 5, new LedgerEvent.Split(0, 14, 2)))]),
        ["run cut where no shard begins"] = (SplitOutside, () => [Lax(Runs, all => Replace(all, 5, new LedgerEvent.Split(0, 9, 4)))]),
        ["run granted over a shard that is taken"] = (EventOrder, () => [Lax(Runs, all => Replace(all, 2, Grant(6, 1, 1, more: 3)))]),
        ["planned twice"] = (EventOrder, () => [Lax(Small, all => Insert(all, 1, Plan(2)))]),
        ["given up, but not all that is left"] = (QuarantineRange, () => [Lax(GivenUp, all => Replace(all, 4, GiveUp(0, 5, 10, 3, Block))).WithBlock(Block)]),
        ["given up while it runs"] = (QuarantineRange, () => [Lax(GivenUp, all => Swap(all, 3, 4)).WithBlock(Block)]),
        ["commit in a range given up"] = (QuarantineCommitted, () => [Lax(GivenUp, all => Insert(all, 5, Commit(2, 0, 1, 4, 10, 3))).WithBlock(Block)]),
        ["end that forgets a range given up"] = (QuarantineOutcome, () => [Lax(GivenUp, all => Replace(all, 5, Fail(3))).WithBlock(Block)]),

        // Attempts, slots and times.
        ["grant of a shard that runs"] = (AttemptEpoch, () => [Lax(Small, all => Insert(all, 3, Grant(0, 2, 1.5)))]),
        ["attempt epoch left out"] = (AttemptEpoch, () => [Lax(Retried, all => [.. all[..4], Grant(0, 3, 4), Commit(2, 0, 3, 4, 20, 5), End(0, 3, 5.1), all[7]])]),
        ["adoption of what does not run"] = (AttemptEpoch, () => [Lax(Small, all => Insert(all, 5, new LedgerEvent.Adopted(0, 1, 2, At(2.5))))]),
        ["end without a grant"] = (EndWithoutGrant, () => [Lax(Small, all => Without(all, 2))]),
        ["two ends"] = (EndedTwice, () => [Lax(Small, all => Insert(all, 5, End(0, 1, 2.2)))]),
        ["end before its grant, by the clock"] = (TimeBackwards, () => [Job(Replace(Small, 1, Grant(0, 1, 60)))]),
        ["completed before all is committed"] = (CompletedUncovered, () => [Lax(Small, all => Swap(all, 6, 7))]),
        ["one lease for two attempts"] = (LeaseReused, () => [Job(Replace(Small, 2, Grant(1, 1, 1, slot: 0, lease: 1)))]),
        ["one lease for attempts of two jobs"] = (LeaseReused, () => [Job(OnSlot(0, lease: 1, from: 0)), Job(OnSlot(0, lease: 1, from: 50), id: "other", writer: "host/2/s2")]),
        ["lease that goes back"] = (SlotOverlap, () => [Job(Replace(Retried, 4, Grant(0, 2, 4, lease: 1)).Select((it, i) => i == 1 ? Grant(0, 1, 1, lease: 5) : it))]),
        ["grant on a taken slot"] = (SlotOverlap, () => [Job(TwoOnASlot)]),
        ["grant on a taken slot, of two jobs of one writer"] = (SlotOverlap, () => [Job(OnSlot(0, lease: 1, from: 0)), Job(OnSlot(0, lease: 2, from: 1), id: "other")]),
        ["grant on a taken slot, of two writers, longer than clocks differ"] = (SlotOverlap, () => [Job(OnSlot(0, lease: 1, from: 0)), Job(OnSlot(0, lease: 2, from: -30), id: "other", writer: "host/2/s2")]),
        ["grant on a taken slot, without leases"] = (SlotOverlap, () => [Job(TwoOnASlot.Select(WithoutLease))]),
        ["work beside a free slot"] = (IdleSlot, () => [Job(Idle(pause: 30))]),

        // Answers of other jobs.
        ["copied answer that differs"] = (CopyDiffers, () => [Copied[0], Lax(Succeed(60) with { Outcome = Succeed(60).Outcome with { Result = "43"u8.ToArray() }, ResultHash = Checksum.IdentityOf("43"u8), CopiedFrom = Copy("first", 60).CopiedFrom })]),
        ["copied block that differs"] = (CopyDiffers, () => [CopiedBlock[0], Lax(InBlock(Copy("first", 60), Block with { Id = "8", Checksum = 6 })).WithBlock(Block with { Id = "8", Checksum = 6 })]),
        ["copied block that is that of the other job"] = (BlockForeign, () => [CopiedBlock[0], Lax(InBlock(Copy("first", 60), Block)) with { Foreign = new Dictionary<string, string> { [Block.Id] = "first" } }]),
        ["answer of a job that had failed"] = (CopyUnfounded, () => [Job(GivenUp, id: "first", key: "k").WithBlock(Block), Copied[1]]),
        ["answer of a job that had not ended"] = (CopyUnfounded, () => [Job(Small[..^1], id: "first", key: "k"), Copied[1]]),
        ["answer of a job that was asked for something else"] = (CopyUnfounded, () => [Job(Small, id: "first", key: "other"), Copied[1]]),
        ["answer of another by a job that does not look for any"] = (CopyUnfounded, () => [Copied[0], Job([Copy("first", 60)])]),
        ["answer of another after a commit"] = (CopyMisplaced, () => [Copied[0], Job([.. Small[..^1], Copy("first", 60)], new LaxRules(), key: "k")]),
        ["answer of another after the plan"] = (CopyMisplaced, () => [Copied[0], Job([Plan(2), Copy("first", 60)], new LaxRules(), key: "k")]),
        ["answer of another by a second writer"] = (CopyMisplaced, () => [Copied[0], Job([Writer("host/2/s2", 9), Copy("first", 60)], new LaxRules(), key: "k")]),
        ["failure with the answer of another"] = (CopyMisplaced, () => [Copied[0], Lax(Fail(60) with { CopiedFrom = Copy("first", 60).CopiedFrom })]),
        ["success without plan or copy"] = (FinishUncovered, () => [Job([Succeed(1)], new LaxRules())]),

        // The job as a whole.
        ["grant before the acceptance"] = (EventPremature, () => [Rows(Small, dump => dump with { Events = [dump.Events[3] with { Sequence = 1 }, .. dump.Events.Skip(1).Select(row => row.Sequence == 4 ? dump.Events[0] with { Sequence = 4 } : row)] })]),
        ["grant before the plan"] = (EventPremature, () => [Lax(Small, all => Swap(all, 0, 1))]),
        ["two ends of the job"] = (FinishedTwice, () => [Lax(Small, all => [.. all, Succeed(6)])]),
        ["success while ranges are open"] = (FinishUncovered, () => [Lax(Small, all => [.. all[..5], Succeed(6)])]),
        ["another answer"] = (FindingCodes.ResultHash, () => [Lax(Small, all => Replace(all, 8, Succeed(5) with { ResultHash = Checksum.IdentityOf("43"u8) }))]),
        ["end that is none"] = (EventOrder, () => [Lax(Small, all => Replace(all, 8, new LedgerEvent.Finished(new JobOutcome { Phase = JobPhase.Running }, null, At(5))))]),
        ["another spec"] = (FindingCodes.SpecHash, () => [Rows(Small, dump => dump with { Job = dump.Job with { SpecHash = "0" } })]),
        ["writer epoch left out"] = (FindingCodes.WriterEpoch, () => [Rows(Adopted, dump => WithEvent(dump, row => row.Event is LedgerEvent.WriterTaken { Epoch: 2 }, row => row with { Event = new LedgerEvent.WriterTaken(3, "host/2/s2", At(4)) }))]),
        ["event lost"] = (EventMissing, () => [Rows(Small, dump => dump with { Events = [.. dump.Events.Where(row => row.Sequence != 5)] })]),
        ["event twice"] = (EventDuplicate, () => [Rows(Small, dump => dump with { Events = [.. dump.Events, dump.Events[3]] })]),
        ["event changed"] = (EventDamaged, () => [Rows(Small, dump => WithEvent(dump, row => row.Sequence == 4, row => row with { IsIntact = false }))]),
        ["event that nobody can read"] = (EventDamaged, () => [Rows(Small, dump => WithEvent(dump, row => row.Sequence == 4, row => row with { Event = null }))]),
        ["row of the job changed"] = (FindingCodes.JobRow, () => [Rows(Small, dump => dump with { Job = dump.Job with { Totals = dump.Job.Totals with { Committed = 19 } } })]),
        ["row of a shard changed"] = (FindingCodes.ShardRow, () => [Rows(Small, dump => dump with { Shards = [.. dump.Shards.Select(row => row.Shard == 0 ? row with { State = row.State with { LastAttempt = 2 } } : row)] })]),
    };

    // Two attempts that take turns in committing on one slot.
    private static LedgerEvent[] TwoOnASlot =>
    [
        Plan(2), Grant(0, 1, 1, slot: 0, lease: 1), Grant(1, 1, 1, slot: 0, lease: 2),
        .. Enumerable.Range(0, 10).SelectMany(i => new LedgerEvent[] { Commit((2 * i) + 1, 0, 1, i, i + 1, 2 + i), Commit((2 * i) + 2, 1, 1, 10 + i, 11 + i, 2.5 + i) }),
        End(0, 1, 12), End(1, 1, 12), Succeed(13),
    ];

    /// <summary>One shard after the other on the only slot, with a pause between them.</summary>
    public static LedgerEvent[] Idle(double pause) =>
    [
        Plan(2), Grant(0, 1, 1, slot: 0, lease: 1), Commit(1, 0, 1, 0, 10, 2), End(0, 1, 2), Grant(1, 1, 2 + pause, slot: 0, lease: 2), Commit(2, 1, 1, 10, 20, 3 + pause), End(1, 1, 3 + pause),
        Succeed(4 + pause),
    ];

    private static LedgerDump Lax(LedgerEvent[] sound, Func<LedgerEvent[], LedgerEvent[]> damage) => Job(damage(sound), new LaxRules());

    private static LedgerDump Lax(LedgerEvent.Finished end) => Job([end], new LaxRules(), key: "k");

    private static LedgerDump Rows(LedgerEvent[] sound, Func<LedgerDump, LedgerDump> damage) => damage(Job(sound));

    private static LedgerEvent[] Without(LedgerEvent[] all, int place) => [.. all[..place], .. all[(place + 1)..]];

    private static LedgerEvent[] Insert(LedgerEvent[] all, int at, LedgerEvent added) => [.. all[..at], added, .. all[at..]];

    private static LedgerEvent[] Replace(LedgerEvent[] all, int at, LedgerEvent other) => [.. all[..at], other, .. all[(at + 1)..]];

    private static LedgerEvent[] Swap(LedgerEvent[] all, int one, int other) => Replace(Replace(all, one, all[other]), other, all[one]);

    private static LedgerDump WithCommit(LedgerDump dump, long number, Func<CommitRow, CommitRow> change) =>
        dump with { Commits = [.. dump.Commits.Select(commit => commit.Number == number ? change(commit) : commit)] };

    private static LedgerDump WithEvent(LedgerDump dump, Func<EventRow, bool> which, Func<EventRow, EventRow> change) =>
        dump with { Events = [.. dump.Events.Select(row => which(row) ? change(row) : row)] };
}
