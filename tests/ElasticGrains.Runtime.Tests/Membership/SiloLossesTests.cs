using ElasticGrains.Runtime.Membership;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Runtime.Tests.Membership;

public class SiloLossesTests
{
    private readonly SiloLosses _losses = new();

    [Fact]
    public async Task Wait_WhenASiloIsLost_Ends()
    {
        var first = _losses.MoreThanAsync(0, default);
        Assert.False(first.IsCompleted);

        _losses.Add([new SiloLoss("one", HasLeft: false)]);

        await first;
        var second = _losses.MoreThanAsync(1, default);
        Assert.False(second.IsCompleted);
        _losses.Add([new SiloLoss("two", HasLeft: true)]);
        await second;
    }

    [Fact]
    public void Wait_ForWhatIsKnown_HasEnded()
    {
        _losses.Add([new SiloLoss("one", HasLeft: false)]);
        Assert.True(_losses.MoreThanAsync(0, default).IsCompletedSuccessfully);
    }

    // Membership tells of the same dead silo again and again.
    [Fact]
    public void Wait_WhenALossIsToldAgain_GoesOn()
    {
        _losses.Add([new SiloLoss("one", HasLeft: false)]);
        var wait = _losses.MoreThanAsync(1, default);
        Assert.False(_losses.Add([new SiloLoss("one", HasLeft: false)]));
        Assert.False(wait.IsCompleted);
    }

    [Fact]
    public async Task Wait_GivenUp_EndsAlone()
    {
        using var impatience = new CancellationTokenSource();
        var patient = _losses.MoreThanAsync(0, default);
        var impatient = _losses.MoreThanAsync(0, impatience.Token);

        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.False(patient.IsCompleted);
    }
}
