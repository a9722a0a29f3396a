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
    public async Task Client_ToldToComeBack_AsksAgainThen()
    {
        var time = new FakeTimeProvider();
        var gate = new SubmissionGate(time);
        var asked = 0;
        var busy = await SubmitAsync();
        time.Advance(TimeSpan.FromSeconds(1));
        var spared = await SubmitAsync();
        Assert.Equal((SubmitStatus.Busy, TimeSpan.FromSeconds(2), 1), (spared.Status, spared.RetryAfter, asked));
        Assert.Equal("The grid said that it takes no more jobs for now, so this was not sent: submit again in 2 s.", spared.Failure!.Message);

        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((busy, 2), (await SubmitAsync(), asked));

        Task<SubmitAnswer> SubmitAsync() => gate.SubmitAsync(
            () =>
            {
                asked++;
                return Task.FromResult(new SubmitAnswer(SubmitStatus.Busy) { RetryAfter = TimeSpan.FromSeconds(3) });
            },
            CancellationToken.None);
    }

    [Fact]
    public async Task Client_WithMoreThanTheGridTakes_LetsSomeWaitAndTurnsTheRestAway()
    {
        var gate = new SubmissionGate(new FakeTimeProvider());
        var answer = new TaskCompletionSource<SubmitAnswer>();
        var sent = 0;
        var submissions = Enumerable.Range(0, 5000).Select(_ => gate.SubmitAsync(
            () =>
            {
                Interlocked.Increment(ref sent);
                return answer.Task;
            },
            CancellationToken.None)).ToList();

        Assert.Equal(128, sent);
        var turnedAway = submissions.Where(submission => submission.IsCompleted).ToList();
        Assert.Equal(5000 - 128 - 4096, turnedAway.Count);
        var refusal = await turnedAway[0];
        Assert.Equal((SubmitStatus.Busy, TimeSpan.FromSeconds(1)), (refusal.Status, refusal.RetryAfter));

        answer.SetResult(new SubmitAnswer(SubmitStatus.Accepted));
        await Task.WhenAll(submissions);
        Assert.Equal(128 + 4096, sent);
    }
}
