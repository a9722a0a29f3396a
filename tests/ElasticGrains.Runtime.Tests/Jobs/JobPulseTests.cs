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
    private readonly SiloLosses _losses = new();
    private readonly CancelRequests _cancels;
    private readonly JobPulse _pulse;

    // No time passes: what is told, is told at once.
    public JobPulseTests()
    {
        var time = new FakeTimeProvider();
        _losses.Add([new SiloLoss("long gone", HasLeft: false)]);
        _cancels = new CancelRequests(new InMemoryJobLedger(time), time, NullLogger<CancelRequests>.Instance);
        _pulse = new JobPulse(_losses, _cancels, time, NullLogger<JobPulse>.Instance);
    }

    [Fact]
    public async Task Loss_OfASilo_IsToldToAllJobsAtOnce()
    {
        var (one, two) = (0, 0);
        _pulse.Add("one", () => Interlocked.Increment(ref one));
        _pulse.Add("two", () => Interlocked.Increment(ref two));
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
        Action tell = () => Interlocked.Increment(ref gone);
        _pulse.Add("gone", tell);
        _pulse.Add("here", () => Interlocked.Increment(ref here));
        _pulse.Remove("gone", tell);

        _losses.Add([new SiloLoss("silo", HasLeft: false)]);

        await Until.TrueAsync(() => Volatile.Read(ref here) == 1, "the other has heard of it");
        Assert.Equal(0, gone);
    }

    public void Dispose()
    {
        _pulse.Dispose();
        _cancels.Dispose();
    }
}
