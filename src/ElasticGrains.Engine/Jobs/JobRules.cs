using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Jobs;

/// <summary>
/// The rules on which exactly-once rests, each by itself, so that a simulation can break them one at a time and must notice.
/// </summary>
public class JobRules
{
    /// <summary>The rules as they are meant.</summary>
    public static JobRules Sound { get; } = new();

    /// <summary>Fencing: only the shard's running attempt may commit.</summary>
    public virtual bool IsCurrent(ShardState shard, long attempt) => shard.Phase == ShardPhase.Running && shard.Attempt == attempt;

    /// <summary>Adoption: a report under the epoch that an adopted attempt had before comes from that attempt.</summary>
    public virtual bool IsBeforeAdoption(ShardState shard, long attempt) =>
        shard.Phase == ShardPhase.Running && shard.AdoptedFrom != 0 && shard.AdoptedFrom == attempt;

    /// <summary>Covering: a commit continues the committed prefix and stays within the shard or run.</summary>
    public virtual bool Continues(ShardState shard, ItemRange range) =>
        range.Start == shard.CommittedEnd && range.End <= shard.End && !range.IsEmpty;

    /// <summary>Covering: a piece continues the one before it and stays within one shard.</summary>
    public virtual bool IsPiece(ItemRange piece, long before, ItemRange shard) =>
        piece.Start == before && !piece.IsEmpty && piece.Start >= shard.Start && piece.End <= shard.End;

    /// <summary>Re-sending: a commit that was applied already is answered with its original number.</summary>
    public virtual bool IsResend(ShardState shard, ShardCommit commit) =>
        shard.LastCommit is { } last && last.Attempt == commit.Attempt && last.Range == commit.Pieces[^1].Range;

    /// <summary>Numbering: gap-free.</summary>
    public virtual long NextNumber(JobState job) => job.LastNumber + 1;

    /// <summary>Fencing: every grant and adoption has an epoch of its own.</summary>
    public virtual long NextAttempt(ShardState shard) => shard.Attempt + 1;

    /// <summary>Splitting: the border lies inside what is neither committed nor given away.</summary>
    public virtual bool CanSplit(ShardState shard, long at) => at > shard.CommittedEnd && at < shard.End;

    /// <summary>Covering: a shard that says it is complete, but whose recorded end lies further, leaves a rest to run.</summary>
    public virtual bool IsComplete(ShardState shard) => shard.Rest.IsEmpty;

    /// <summary>Moving: what gives up its rest because it was asked to has not failed.</summary>
    public virtual AttemptEnd EndOf(ShardEnded end)
    {
        ArgumentNullException.ThrowIfNull(end);
        return end.End;
    }

    /// <summary>Moving: the rest of a shard waits for its next grant only once its attempt has ended.</summary>
    public virtual bool MovesAfterRelease => true;

    /// <summary>Moving: the word that begins an attempt is said until the attempt is heard of.</summary>
    public virtual bool SaysStartAgain => true;

    /// <summary>Moving: a grant that became durable while its writer left may not have reached its silo, and the next writer says it again.</summary>
    public virtual bool SaysHandedOverAgain => true;

    /// <summary>Succession: attempts start only once the ledger has them: one that this writer does not know was granted by a later writer.</summary>
    public virtual bool IsFromSuccessor(ShardState? shard, long attempt) => shard is null || attempt > shard.Attempt;

    /// <summary>Ending: a job fails for what was given up, not for its latest failure, which may have been mended.</summary>
    public virtual Failure? FailureOf(JobState job) => job.QuarantineFailure;

    /// <summary>
    /// Suspicion: a shard under which silos died runs alone before it is given up for it. A piece of a run has the deaths of the whole: only another one under the
    /// piece itself proves it.
    /// </summary>
    public virtual bool IsProven(ShardState shard, int left, SiloDeath? death) => death is not null && left == 1 && Suspicion.IsProven(shard.Deaths);

    /// <summary>
    /// Suspicion: the first writer may start what runs in its own activation before the ledger has the grant, which spares a small job a
    /// transaction. A later one may not: its predecessor may have died of the kernel.
    /// </summary>
    public virtual bool MayTry(long writerEpoch) => writerEpoch == 1;

    /// <summary>Durability: what depends on an append happens only after the ledger has confirmed it.</summary>
    public virtual bool WaitsForLedger(JobEffect effect) => true;
}
