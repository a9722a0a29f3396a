using ElasticGrains.Cli.Clusters;

namespace ElasticGrains.Cli.Tests.Clusters;

public class ElasticSizeTests
{
    private static readonly DateTimeOffset Begin = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private readonly ElasticSize _size = new(2, 5);

    [Fact]
    public void Target_RaisedAndLowered_StaysBetweenItsBounds()
    {
        Assert.Equal((2, 2), (_size.Target, _size.Missing(0, Begin)));
        Assert.True(_size.RaiseTo(4, there: 2));
        Assert.False(_size.RaiseTo(3, there: 2));
        Assert.Equal(4, _size.Target);
        Assert.True(_size.RaiseTo(9, there: 4));
        Assert.False(_size.RaiseTo(9, there: 4));
        Assert.Equal((5, 3, 0), (_size.Target, _size.Missing(2, Begin), _size.Missing(7, Begin)));

        Assert.True(_size.Lower() && _size.Lower() && _size.Lower());
        Assert.False(_size.Lower());
        Assert.Equal(2, _size.Target);
    }

    /// <summary>As when somebody else has started one: what is there is enough, though it is more than was started here.</summary>
    [Fact]
    public void Target_AsManyAsAreThere_StaysAlsoWhereOthersStartedSome()
    {
        Assert.False(_size.RaiseTo(3, there: 3));
        Assert.Equal(2, _size.Target);
    }

    [Fact]
    public void Ended_SoonAgainButLongAfterTheLast_IsReplacedAtOnce()
    {
        Assert.Equal(TimeSpan.Zero, _size.Ended(Soon, Begin));
        Assert.Equal(TimeSpan.Zero, _size.Ended(Soon, Begin + ElasticSize.SoundAfter + ElasticSize.LongestPause));
        Assert.Equal(1, _size.EarlyDeaths);
    }

    [Fact]
    public void Ended_OnceOrAfterALongLife_IsReplacedAtOnce()
    {
        Assert.Equal(TimeSpan.Zero, _size.Ended(Soon, Begin));
        Assert.Equal(1, _size.Missing(1, Begin));
        Assert.Equal(TimeSpan.Zero, _size.Ended(ElasticSize.SoundAfter, Begin));
        Assert.Equal(TimeSpan.Zero, _size.Ended(Soon, Begin));
        Assert.Equal(1, _size.Missing(1, Begin));
    }

    [Fact]
    public void Ended_AgainAndAgain_WaitsTwiceAsLongEachTimeUpToAMinute()
    {
        var now = Begin;
        var pauses = new List<double>();
        for (var death = 0; death < 12; death++)
        {
            var pause = _size.Ended(Soon, now);
            pauses.Add(pause.TotalSeconds);
            Assert.Equal(pause > TimeSpan.Zero ? 0 : 2, _size.Missing(0, now));
            now += pause;
            Assert.Equal(2, _size.Missing(0, now));
        }

        Assert.Equal([0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60], pauses);
        Assert.Equal(12, _size.EarlyDeaths);
    }
}
