using ElasticGrains.Runtime.Jobs;
using ElasticGrains.Runtime.Membership;
using ElasticGrains.Scheduling;
using ElasticGrains.Runtime.Tests.Support;
using ElasticGrains.Testing.Ledger;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ElasticGrains.Runtime.Tests.Jobs;

public sealed class JobPulseTests : IDisposable
{
    private static readonly TimeSpan Rarely = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _time = new();
    private readonly SiloLosses _losses = new();
    private readonly CancelRequests _cancels;
    private readonly JobPulse _pulse;

    public JobPulseTests()
    {
        _losses.Add([new SiloLoss("long gone", HasLeft: false)]);
        _cancels = new CancelRequests(new InMemoryJobLedger(_time), _time, NullLogger<CancelRequests>.Instance);
        _pulse = new JobPulse(_losses, _cancels, _time, NullLogger<JobPulse>.Instance);
    }

    [Fact]
    public async Task Loss_OfASilo_IsToldToAllJobsAtOnce()
    {
        var (one, two) = (0, 0);
        _pulse.Add(Job("one", () => Interlocked.Increment(ref one)), Rarely);
        _pulse.Add(Job("two", () => Interlocked.Increment(ref two)), Rarely);
        for (var n = 1; n <= 3; n++)
        {
            _losses.Add([new SiloLoss($"silo-{n}", HasLeft: false)]);
            await Until.TrueAsync(() => (Volatile.Read(ref one), Volatile.Read(ref two)) == (n, n), $"both have heard of {n}");
        }
    }

    [Fact]
    public async Task Loss_AfterAJobIsRemoved_IsNotToldToIt()
    {
        var (gone, here) = (0, 0);
        var leaver = Job("gone", () => Interlocked.Increment(ref gone));
        _pulse.Add(leaver, Rarely);
        _pulse.Add(Job("here", () => Interlocked.Increment(ref here)), Rarely);
        _pulse.Remove(leaver);

        _losses.Add([new SiloLoss("silo", HasLeft: false)]);

        await Until.TrueAsync(() => Volatile.Read(ref here) == 1, "the other has heard of it");
        Assert.Equal(0, gone);
    }

    [Fact]
    public void Time_OfAJob_ComesByItsPeriod()
    {
        var (often, seldom) = (0, 0);
        _pulse.Add(Job("often", () => often++), TimeSpan.FromMilliseconds(200));
        _pulse.Add(Job("seldom", () => seldom++), TimeSpan.FromSeconds(1));

        Pass(TimeSpan.FromSeconds(2));

        Assert.Equal((10, 2), (often, seldom));
    }

    [Fact]
    public void Time_OfAJobWhosePeriodChanges_ComesByTheNewOneOnly()
    {
        var ticks = 0;
        var job = Job("job", () => ticks++);
        _pulse.Add(job, TimeSpan.FromMilliseconds(200));
        Pass(TimeSpan.FromMilliseconds(400));

        _pulse.Change(job, TimeSpan.FromSeconds(1));
        Pass(TimeSpan.FromSeconds(3));

        Assert.Equal(2 + 3, ticks);
    }

    [Fact]
    public void Time_AfterAJobIsRemovedAndAnotherAdded_ComesToTheOther()
    {
        var (gone, here) = (0, 0);
        var leaver = Job("job", () => gone++);
        _pulse.Add(leaver, TimeSpan.FromMilliseconds(200));
        _pulse.Remove(leaver);
        Pass(TimeSpan.FromSeconds(1));

        _pulse.Add(Job("job", () => here++), TimeSpan.FromMilliseconds(200));
        _pulse.Remove(leaver);
        Pass(TimeSpan.FromSeconds(1));

        Assert.Equal((0, 5), (gone, here));
    }

    [Fact]
    public void Offer_ForAJob_IsTakenWhereItIsAwakeOnly()
    {
        var lease = new SlotLease("silo", 0, 1);
        SlotLease? taken = null;
        _pulse.Add(new JobBeat("here", () => { }, offered => taken = offered), Rarely);

        Assert.False(_pulse.TryOffer("elsewhere", lease));
        Assert.True(_pulse.TryOffer("here", lease));
        Assert.Equal(lease, taken);
    }

    private static JobBeat Job(string id, Action tick) => new(id, tick, _ => Assert.Fail("Nothing is offered."));

    /// <summary>In steps of the pulse, since a timer of this clock that is late comes once.</summary>
    private void Pass(TimeSpan time)
    {
        for (var step = TimeSpan.FromMilliseconds(50); time > TimeSpan.Zero; time -= step)
        {
            _time.Advance(step);
        }
    }

    public void Dispose()
    {
        _pulse.Dispose();
        _cancels.Dispose();
    }
}
