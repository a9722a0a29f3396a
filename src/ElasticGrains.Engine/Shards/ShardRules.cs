using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Shards;

/// <summary>The shard's half of the rules on which exactly-once rests, each by itself (see <see cref="Jobs.JobRules"/>).</summary>
public class ShardRules
{
    /// <summary>The rules as they are meant.</summary>
    public static ShardRules Sound { get; } = new();

    /// <summary>Fencing: a grant counts only when it is newer than every attempt seen.</summary>
    public virtual bool IsNewer(long attempt, long latest) => attempt > latest;

    /// <summary>Re-sending: a commit that was sent is frozen.</summary>
    public virtual ShardCommit Resend(ShardCommit frozen, long position) => frozen;

    /// <summary>Adoption: an unanswered commit goes on under the new epoch only when the ledger does not hold it.</summary>
    public virtual bool WasApplied(ShardCommit frozen, long committedEnd) => frozen.Range.End <= committedEnd;

    /// <summary>Ending: an attempt ends only after its last commit is answered.</summary>
    public virtual bool MayEnd(bool isSettled) => isSettled;

    /// <summary>Moving: what gives up its rest commits first what it has computed.</summary>
    public virtual bool ReleaseKeepsPrefix => true;

    /// <summary>Moving: until the slot is its own another activation may compute this attempt in it: this one cannot say that nothing was begun.</summary>
    public virtual bool WaitsForSlot => true;

    /// <summary>
    /// Moving: a run that another of its attempt has overtaken can say nothing of what that one has begun, and nothing at all while that one may have the slot.
    /// </summary>
    public virtual bool OvertakenIsSilent => true;

    /// <summary>
    /// Refusing: of what another activation has, or had before its silo died, one that is told again knows nothing: nor may it say that nothing ran.
    /// </summary>
    public virtual bool MayRefuse(bool isAgain, bool mayHaveBegun) => !isAgain || !mayHaveBegun;

    /// <summary>Slots: one that comes when its run is given up already is freed.</summary>
    public virtual bool FreesLateSlots => true;

    /// <summary>Fencing: a fenced attempt stops.</summary>
    public virtual bool ObeysFence => true;

    /// <summary>Freezing: time in which its own process stood still is no time that the kernel, or the job, took.</summary>
    public virtual bool StoodStill(TimeSpan gap, TimeSpan longest) => gap > longest;

    /// <summary>Silence: an attempt that hears nothing of its job for long goes. The job may hear it, and would wait for it for ever.</summary>
    public virtual bool IsDeaf(TimeSpan silence, TimeSpan longest) => silence >= longest;
}
