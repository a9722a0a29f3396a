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

    /// <summary>Fencing: a fenced attempt stops.</summary>
    public virtual bool ObeysFence => true;
}
