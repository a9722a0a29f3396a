using ElasticGrains.Engine.Shards;
using ElasticGrains.Shards;

namespace ElasticGrains.Simulation;

internal sealed class ResendsMore : ShardRules
{
    public override ShardCommit Resend(ShardCommit frozen, long position) =>
        frozen with { Pieces = [.. frozen.Pieces.SkipLast(1), More(frozen.Pieces[^1], position)] };

    private static CommitPiece More(CommitPiece last, long position) =>
        last with { Range = new ItemRange(last.Range.Start, Math.Max(last.Range.End, position)) };
}

internal sealed class BelievesInAdoption : ShardRules
{
    public override bool WasApplied(ShardCommit frozen, long committedEnd) => true;
}

internal sealed class DoubtsAdoption : ShardRules
{
    public override bool WasApplied(ShardCommit frozen, long committedEnd) => false;
}

internal sealed class EndsTooSoon : ShardRules
{
    public override bool MayEnd(bool isSettled) => true;
}

internal sealed class IgnoresFences : ShardRules
{
    public override bool ObeysFence => false;
}

internal sealed class TakesOldGrants : ShardRules
{
    public override bool IsNewer(long attempt, long latest) => true;
}

internal sealed class DropsPrefix : ShardRules
{
    public override bool ReleaseKeepsPrefix => false;
}

internal sealed class SpeaksBeforeItsSlot : ShardRules
{
    public override bool WaitsForSlot => false;
}

internal sealed class RefusesWhatMayHaveBegun : ShardRules
{
    public override bool MayRefuse(bool isAgain, bool mayHaveBegun) => true;
}

internal sealed class KeepsLateSlots : ShardRules
{
    public override bool FreesLateSlots => false;
}

internal sealed class MistakesFreezes : ShardRules
{
    public override bool StoodStill(TimeSpan gap, TimeSpan longest) => false;
}

internal sealed class SpeaksForAnother : ShardRules
{
    public override bool OvertakenIsSilent => false;
}

internal sealed class NeverGivesUpHearing : ShardRules
{
    public override bool IsDeaf(TimeSpan silence, TimeSpan longest) => false;
}
