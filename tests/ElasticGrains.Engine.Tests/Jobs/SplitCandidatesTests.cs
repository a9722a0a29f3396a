using ElasticGrains.Engine.Jobs;

namespace ElasticGrains.Engine.Tests.Jobs;

public class SplitCandidatesTests
{
    [Fact]
    public void First_OfSeveral_IsTheLongest()
    {
        var candidates = new SplitCandidates();
        Assert.Null(candidates.First);
        candidates.Set(4, 2);
        candidates.Set(3, 5);
        candidates.Set(2, 5);
        Assert.Equal(2, candidates.First);

        candidates.Set(2, 1);
        Assert.Equal(3, candidates.First);
        candidates.Remove(3);
        candidates.Remove(3);
        Assert.Equal(4, candidates.First);
        candidates.Clear();
        Assert.Null(candidates.First);
    }

    /// <summary>With thousands of attempts no change and no question looks at all of them.</summary>
    [Fact]
    public void Candidates_OfThousandsOfAttempts_AreFoundWithoutAScan()
    {
        const int Attempts = 4096;
        var order = new Counted();
        var candidates = new SplitCandidates(order);
        for (var shard = 0; shard < Attempts; shard++)
        {
            candidates.Set(shard, shard * 7919 % Attempts);
        }

        var most = 0L;
        for (var shard = 0; shard < Attempts; shard++)
        {
            var before = order.Comparisons;
            candidates.Set(shard, shard * 104729 % Attempts);
            Assert.NotNull(candidates.First);
            most = Math.Max(most, order.Comparisons - before);
        }

        // One removal and one insertion, each at most twice the height of a balanced tree of 2¹² with a few comparisons a level.
        Assert.InRange(most, 1, 2 * 2 * 12 * 2);
    }

    private sealed class Counted : IComparer<(double Seconds, int Shard)>
    {
        public long Comparisons { get; private set; }

        public int Compare((double Seconds, int Shard) x, (double Seconds, int Shard) y)
        {
            Comparisons++;
            return SplitCandidates.LongestFirst.Compare(x, y);
        }
    }
}
