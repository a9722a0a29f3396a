using ElasticGrains.Client;
using ElasticGrains.Runtime.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ElasticGrains.Runtime.Tests.Jobs;

public class BusyGridTests
{
    [Fact]
    public async Task Submission_ToAFullSilo_IsToldWhenToComeBackAndTakenThen()
    {
        using var gate = new Gate();
        var open = new OpenJobs(2, TimeProvider.System);
        await using var grid = await TestGrid.StartAsync(configure: builder => builder.ConfigureServices = services => services.AddSingleton(open));
        grid.Probes.Of("gated").BeforeItem = _ => gate.Pass();
        var first = await grid.SubmitAsync(new HashInput(10, Probe: "gated"), id: "first");
        await grid.SubmitAsync(new HashInput(10, Probe: "gated"), id: "second");

        // Of a job that it has the silo says so: nobody must take an accepted job for a refused one.
        Assert.False((await grid.SubmitAsync(new HashInput(10, Probe: "gated"), id: "first")).IsNew);

        var busy = await Assert.ThrowsAsync<JobRefusedException>(() => grid.SubmitAsync(new HashInput(10), id: "third"));
        Assert.Equal((SubmitStatus.Busy, "busy"), (busy.Status, busy.Failure!.Kind));
        Assert.InRange(busy.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => grid.Grid.Attach("third").StatusAsync());

        gate.Open();
        Assert.Equal(HashTally.Of(10), await first.ResultAsync());
        await Until.TrueAsync(() => Task.FromResult(open.Count == 0), "the silo has room");

        // This client keeps to what it was told; another one is served.
        var again = await Assert.ThrowsAsync<JobRefusedException>(() => grid.SubmitAsync(new HashInput(10), id: "third"));
        Assert.True(again.RetryAfter <= busy.RetryAfter);
    }

    [Fact]
    public void Client_ToldToComeBack_AsksAgainThen()
    {
        var time = new FakeTimeProvider();
        var busy = new BusyGrid(time);
        var answer = busy.Heard(new SubmitAnswer(SubmitStatus.Busy) { RetryAfter = TimeSpan.FromSeconds(3) });
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(answer with { RetryAfter = TimeSpan.FromSeconds(2) }, busy.Answer());

        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(busy.Answer());
    }
}
