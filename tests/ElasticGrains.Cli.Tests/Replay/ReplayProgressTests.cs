using ElasticGrains.Cli.Replay;

namespace ElasticGrains.Cli.Tests.Replay;

public class ReplayProgressTests
{
    [Fact]
    public void Progress_OfALongReplay_IsSaidEveryFewSeconds()
    {
        var (said, clock) = (new List<string>(), new HandClock());
        var progress = new ReplayProgress(new ItemRange(100, 200), said.Add, clock);

        for (var item = 100; item < 200; item++)
        {
            progress.Came(new ItemRange(item, item + 1));
            clock.Seconds++;
        }

        Assert.Equal(19, said.Count);
        Assert.Equal("at item 106 of [100, 200) (6.0 %); Ctrl-C ends it", said[0]);
    }

    private sealed class HandClock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
