using ElasticGrains.Runtime.Shards;

namespace ElasticGrains.Runtime.Tests.Shards;

public sealed class RunCursorTests
{
    private const int Rounds = 500;
    private const int Items = 4000;

    /// <summary>The run takes while its grain gives up halves: each item is the run's or given up, never both and never neither.</summary>
    [Fact]
    public void Cursor_ShrunkWhileTheRunTakes_EveryItemIsOnOneSide()
    {
        const long Call = 1;
        var met = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var cursor = new RunCursor(new ItemRange(0, Items), run: null);
            var taken = 0L;
            var bounds = new List<long>();
            using var start = new Barrier(2);
            var run = new Thread(() =>
            {
                start.SignalAndWait();
                while (cursor.TryTake(Call, out var items))
                {
                    // Without a gap, and never the same twice.
                    taken = items.Start == Volatile.Read(ref taken) ? items.End : long.MinValue;
                }
            });
            var grain = new Thread(() =>
            {
                start.SignalAndWait();
                while (cursor.TryShrink(Call, toNext: false) is { } at)
                {
                    bounds.Add(at);
                    Thread.SpinWait(40);
                }
            });
            run.Start();
            grain.Start();
            run.Join();
            grain.Join();

            Assert.Equal(bounds.Count == 0 ? Items : bounds[^1], taken);
            Assert.Equal(bounds.OrderDescending(), bounds);

            // Untouched, it is cut in the middle; exhausted, not at all.
            met += bounds.Count > 0 && bounds[0] != Items / 2 ? 1 : 0;
        }

        Assert.True(met > 0, $"In {Rounds} rounds the two never met.");
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
