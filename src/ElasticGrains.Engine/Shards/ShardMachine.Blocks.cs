using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Shards;

/// <summary>Blocks that were stored in vain. The job looks for such when it ends; those that come later it does not see.</summary>
public sealed partial class ShardMachine
{
    private void SweepIf(bool mayHaveLeft)
    {
        if (mayHaveLeft)
        {
            _effects.Add(new ShardEffect.SweepBlocks());
        }
    }

    /// <summary>True when its job may not refer to all that the run has stored: of a commit without an answer, and of the input told with its end, nobody knows.</summary>
    private static bool LeavesBlocks(ShardRun run) =>
        HasBlock(run.Unanswered?.Pieces) || run.Waiting.Any(cut => HasBlock(cut.Pieces)) || run.Captured?.Block is not null;

    private static bool HasBlock(IEnumerable<CommitPiece>? pieces) => pieces?.Any(piece => piece.Payload.Block is not null) == true;
}
