using ElasticGrains.Runtime.Shards;

namespace ElasticGrains.Runtime.Tests.Shards;

public sealed class RunCursorTests
{
    private const int Rounds = 500;
    private const int Items = 4000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The run takes while its grain gives up halves: each item is the run's or given up, never both and never neither.
    /// Neither can end before the other has begun: the grain waits for the first item, the run waits in the middle for the first cut.
    /// </summary>
    [Fact]
    public void Cursor_ShrunkWhileTheRunTakes_EveryItemIsOnOneSide()
    {
        const long Call = 1;
        for (var round = 0; round < Rounds; round++)
        {
            var cursor = new RunCursor(new ItemRange(0, Items), run: null);
            var taken = 0L;
            var (hasBegun, wasCut) = (true, true);
            var bounds = new List<long>();
            using var begun = new ManualResetEventSlim();
            using var cut = new ManualResetEventSlim();
            var run = new Thread(() =>
            {
                while (cursor.TryTake(Call, out var items))
                {
                    // Without a gap, and never the same twice.
                    taken = items.Start == taken ? items.End : long.MinValue;
                    begun.Set();
                    if (taken == Items / 2)
                    {
                        wasCut = cut.Wait(Patience);
                    }
                }
            });
            var grain = new Thread(() =>
            {
                hasBegun = begun.Wait(Patience);
                while (cursor.TryShrink(Call, toNext: false) is { } at)
                {
                    bounds.Add(at);
                    cut.Set();
                    Thread.SpinWait(40);
                }
            });
            run.Start();
            grain.Start();
            run.Join();
            grain.Join();

            Assert.True(hasBegun && wasCut, "One waited for the other in vain.");
            Assert.NotEmpty(bounds);
            Assert.Equal(bounds[^1], taken);
            Assert.Equal(bounds.OrderDescending(), bounds);
        }
    }

    [Fact]
    public void Close_ItemsAreLeft_NoneIsTaken()
    {
        var cursor = new RunCursor(new ItemRange(10, 20), run: null);
        cursor.TryTake(4, out _);

        cursor.Close();

        Assert.False(cursor.TryTake(1, out _));
        Assert.Equal(14, cursor.Taken);
        Assert.Null(cursor.TryShrink(1, toNext: false));
    }
}
