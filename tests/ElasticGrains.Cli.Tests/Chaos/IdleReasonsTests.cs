using ElasticGrains.Cli.Chaos;
using ElasticGrains.Cli.Chaos.Faults;
using ElasticGrains.Engine.Verification;

namespace ElasticGrains.Cli.Tests.Chaos;

public sealed class IdleReasonsTests
{
    private static readonly DateTimeOffset Began = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(104, true)] // while it lasts
    [InlineData(98, true)] // began before it, and was not over
    [InlineData(124, true)] // while it is felt
    [InlineData(126, false)] // long after it
    [InlineData(93, false)] // over before it
    public void Of_OneFreeze_ExplainsWhatMeetsIt(double from, bool isExplained) =>
        Assert.Equal(isExplained, IdleReasons.Of(Idle(from), [Fault(100, FaultKind.Freeze, seconds: 10)], Began) is not null);

    [Fact]
    public void Of_JoinsAndWhatWasLeftOut_ExplainNothing() =>
        Assert.Null(IdleReasons.Of(Idle(101), [Fault(100, FaultKind.Join, seconds: 0), Fault(100, FaultKind.Kill, seconds: 5, skipped: true)], Began));

    [Fact]
    public void Of_TwoFaults_TheLaterIsNamed() =>
        Assert.Equal(103, IdleReasons.Of(Idle(104), [Fault(100, FaultKind.Freeze, seconds: 10), Fault(103, FaultKind.Kill, seconds: 1), Fault(111, FaultKind.Kill, seconds: 1)], Began)?.Seconds);

    private static IdleTime Idle(double from) => new("silo-1", 0, Began.AddSeconds(from), TimeSpan.FromSeconds(6));

    private static FaultRecord Fault(double at, FaultKind kind, double seconds, bool skipped = false) => new(at, kind, "silo-1", TimeSpan.FromSeconds(seconds), skipped);
}
