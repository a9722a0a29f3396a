using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Simulation;

internal sealed class AcceptsStaleAttempts : JobRules
{
    public override bool IsCurrent(ShardState shard, long attempt) => shard.Phase == ShardPhase.Running;
}

internal sealed class KeepsAttemptEpochs : JobRules
{
    public override long NextAttempt(ShardState shard) => Math.Max(1, shard.Attempt);
}

internal sealed class SkipsNumbers : JobRules
{
    public override long NextNumber(JobState job) => job.LastNumber + (job.LastNumber == 20 ? 2 : 1);
}

internal sealed class RepeatsNumbers : JobRules
{
    public override long NextNumber(JobState job) => job.LastNumber + (job.LastNumber == 20 ? 0 : 1);
}

internal sealed class IgnoresGaps : JobRules
{
    public override bool Continues(ShardState shard, ItemRange range) => !range.IsEmpty;
}

internal sealed class TakesAnyPiece : JobRules
{
    public override bool IsPiece(ItemRange piece, long before, ItemRange shard) => !piece.IsEmpty;
}

internal sealed class ForgetsResends : JobRules
{
    public override bool IsResend(ShardState shard, ShardCommit commit) => false;
}

internal sealed class CommitsResendsAgain : JobRules
{
    public override bool IsResend(ShardState shard, ShardCommit commit) => false;

    public override bool Continues(ShardState shard, ItemRange range) => !range.IsEmpty && range.End <= shard.End;
}

internal sealed class TakesAnythingForAResend : JobRules
{
    public override bool IsResend(ShardState shard, ShardCommit commit) => shard.LastCommit is not null;
}

internal sealed class SplitsAtStaleBorders : JobRules
{
    public override bool CanSplit(ShardState shard, long at) => at > shard.CommittedEnd;
}

internal sealed class BelievesInCompletion : JobRules
{
    public override bool IsComplete(ShardState shard) => true;
}

internal sealed class RunsAheadOfLedger : JobRules
{
    public override bool WaitsForLedger(JobEffect effect) => false;
}

internal sealed class ConvictsSuspects : JobRules
{
    public override bool IsProven(ShardState shard, int left, SiloDeath? death) => death is not null && left == 1 && shard.IsSuspect;
}

internal sealed class ConvictsRuns : JobRules
{
    public override bool IsProven(ShardState shard, int left, SiloDeath? death) => death is not null && Suspicion.IsProven(shard.Deaths);
}

internal sealed class ConvictsNobody : JobRules
{
    public override bool IsProven(ShardState shard, int left, SiloDeath? death) => false;
}

internal sealed class MovesTooSoon : JobRules
{
    public override bool MovesAfterRelease => false;
}

internal sealed class CountsMovesAsFailures : JobRules
{
    public override AttemptEnd EndOf(ShardEnded end) => end.Move is null ? end.End : AttemptEnd.Failed;
}

internal sealed class TriesAfterATakeover : JobRules
{
    public override bool MayTry(long writerEpoch) => true;
}

internal sealed class SaysStartOnce : JobRules
{
    public override bool SaysStartAgain => false;
}

internal sealed class ForgetsHandedOver : JobRules
{
    public override bool SaysHandedOverAgain => false;
}

internal sealed class IgnoresSuccessors : JobRules
{
    public override bool IsFromSuccessor(ShardState? shard, long attempt) => false;
}

internal sealed class BlamesTheLatestFailure : JobRules
{
    public override Failure? FailureOf(JobState job) => job.LastFailure;
}

internal sealed class ConvictsForOldDeaths : JobRules
{
    public override bool IsProven(ShardState shard, int left, SiloDeath? death) => left == 1 && Suspicion.IsProven(shard.Deaths);
}

internal sealed class StopsAtOnce : JobRules
{
    public override bool WaitsForLedger(JobEffect effect) => effect is not (JobEffect.StopShard or JobEffect.AnswerCommit { Answer.Status: CommitStatus.Fenced });
}
