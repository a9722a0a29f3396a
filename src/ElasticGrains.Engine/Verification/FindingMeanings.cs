using static ElasticGrains.Engine.Verification.FindingCodes;

namespace ElasticGrains.Engine.Verification;

/// <summary>What the findings mean for whoever relies on a job.</summary>
public static class FindingMeanings
{
    private const string Changed = "The ledger was changed or damaged after it was written: do not rely on this job; restore the ledger or compute the job again.";

    private const string Protocol = "The ledger has what it must never accept: its rules were broken or its rows changed. Do not rely on this job, and report it.";

    private const string Input = "The answer does not depend on it: only a replay of that range does.";

    private static readonly Dictionary<string, string> Meanings = new(StringComparer.Ordinal)
    {
        [EventMissing] = Changed,
        [EventDuplicate] = Changed,
        [EventDamaged] = Changed,
        [EventPremature] = Protocol,
        [EventOrder] = Protocol,
        [AfterFinish] = Protocol,
        [FinishedTwice] = Protocol,
        [FinishUncovered] = "Items are missing in the answer.",
        [CompletedUncovered] = Protocol,
        [FindingCodes.WriterEpoch] = Protocol,
        [AttemptEpoch] = Protocol,
        [EndWithoutGrant] = Protocol,
        [EndedTwice] = Protocol,
        [TimeBackwards] = "A clock was set back, or a time was changed: the answer does not depend on times, but figures of time cannot be relied on.",
        [LeaseReused] = "A silo ran two attempts in one slot: commits are exactly once all the same, but the processors were shared. Report it.",
        [SlotOverlap] = "A silo ran two attempts in one slot: commits are exactly once all the same, but the processors were shared. Report it.",
        [IdleSlot] = "The job took longer than it had to, unless a silo, the resource manager or the database was away at the time.",
        [LedgerTime] = "Figures of attempts and slot time of this job cannot be relied on; the answer does not depend on them.",
        [CommitAttempt] = Protocol,
        [CommitOrder] = Protocol,
        [CommitOutside] = Protocol,
        [SplitOutside] = Protocol,
        [QuarantineRange] = Protocol,
        [QuarantineCommitted] = Protocol,
        [QuarantineOutcome] = "The job does not say right which items are missing.",
        [CoverOverlap] = "Items count twice in the answer.",
        [CoverGap] = "Items are missing in the answer.",
        [NumberGap] = "Readers of partial results miss some, or wait for ever.",
        [NumberDuplicate] = "Readers of partial results see some twice, or none.",
        [NumberOrder] = "Readers of partial results see them in another order than they were committed.",
        [PayloadLength] = Changed,
        [PayloadDamaged] = Changed,
        [BlockMissing] = Changed,
        [BlockForeign] = Changed,
        [BlockDamaged] = Changed,
        [BlockOrphan] = "It takes room for nothing, and no harm comes of it; 'eg job purge' forgets it with the job.",
        [BlockStray] = "It takes room for nothing, unless it was written while its job was being purged and is gone a minute later.",
        [LeaseHeld] = "A slot of the silo cannot be used. Restart the silo if it stays so, and report it.",
        [FileLeftover] = "A command was ended while it wrote the file. Delete the draft.",
        [InputMissing] = Input,
        [InputDamaged] = Input,
        [InputParts] = "Jobs that read it fail. Delete it and put it there again; answers of earlier jobs do not depend on it.",
        [ResultHash] = Changed,
        [CopyMisplaced] = Protocol,
        [CopyDiffers] = "Two jobs that asked for the same have different answers: one of them was changed after it was written. Compute the job again with --no-cache, and do not rely on either until then.",
        [CopyUnfounded] = "The answer may not be that of this job: do not rely on it, and compute the job again with --no-cache.",
        [FindingCodes.SpecHash] = Changed,
        [FindingCodes.JobRow] = Changed,
        [FindingCodes.ShardRow] = Changed,
    };

    /// <summary>What a finding of this code means, and what to do.</summary>
    /// <exception cref="KeyNotFoundException">There is no such code.</exception>
    public static string Of(string code) => Meanings[code];

    /// <summary>True for what the ledger cannot tell from something harmless.</summary>
    public static bool IsWarning(string code) => code is TimeBackwards or IdleSlot or BlockStray;
}
