using ElasticGrains.Blocks;
using ElasticGrains.Engine.Shards;
using ElasticGrains.Inputs;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Tests.Shards;

public class ShardMachineBlockTests
{
    private static readonly BlockHandle Block = new("7", 300_000, 1);

    [Fact]
    public void Blocks_OfAPrefixThatComesWhenTheRunIsGivenUp_AreSwept()
    {
        var shard = ShardBench.Computing();
        shard.Send(new ShardEvent.StopAsked(1, "the job has ended"));

        Assert.True(Sweeps(shard.Send(Large())));
        Assert.False(Sweeps(shard.Send(ShardBench.Cut(0, 30))));
        shard.Send(new ShardEvent.EndAnswered(1));
        Assert.True(Sweeps(shard.Send(Large())));
    }

    [Fact]
    public void Blocks_OfACommitThatIsRefused_AreSwept()
    {
        var shard = ShardBench.Computing();
        shard.Send(Large());

        Assert.True(Sweeps(shard.Send(ShardBench.Answer(1, start: 0, CommitStatus.Fenced))));
    }

    [Fact]
    public void Blocks_OfACommitWithoutAnAnswer_AreSweptWhenTheRunIsToStop()
    {
        var shard = ShardBench.Computing();
        shard.Send(Large());

        Assert.True(Sweeps(shard.Send(new ShardEvent.StopAsked(1, "the job has ended"))));
    }

    [Fact]
    public void Blocks_OfACommitThatIsAccepted_Stay()
    {
        var shard = ShardBench.Computing();
        Assert.False(Sweeps(shard.Send(Large())));
        Assert.False(Sweeps(shard.Send(ShardBench.Answer(1, start: 0))));
        Assert.False(Sweeps(shard.Send(new ShardEvent.RunCompleted(1))));
        Assert.False(Sweeps(shard.Send(new ShardEvent.EndAnswered(1))));
    }

    [Fact]
    public void Blocks_OfInputThatNobodyWaitsFor_AreSwept()
    {
        var input = new CapturedInput(new ItemRange(0, 100), DateTimeOffset.UnixEpoch);
        var shard = ShardBench.Computing();

        Assert.False(Sweeps(shard.Send(new ShardEvent.InputCaptured(1, null))));
        Assert.False(Sweeps(shard.Send(new ShardEvent.InputCaptured(1, input))));
        Assert.True(Sweeps(shard.Send(new ShardEvent.InputCaptured(1, input with { Block = Block }))));
    }

    private static ShardEvent.PrefixCut Large() =>
        new(1, [new CommitPiece(new ItemRange(0, 30), new PartialPayload(Block.Length, Block.Checksum, ReadOnlyMemory<byte>.Empty, Block))], TimeSpan.FromMilliseconds(1));

    private static bool Sweeps(IReadOnlyList<ShardEffect> effects) => effects.OfType<ShardEffect.SweepBlocks>().Any();
}
