using System.Text;
using ElasticGrains.Client;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Testing.Clusters;
using ElasticGrains.Testing.Ledger;

namespace ElasticGrains.Runtime.Tests.Clusters;

/// <summary>Jobs that a ledger has from a time with another limit, or none.</summary>
public sealed class InputLimitTests
{
    private const int Items = 100;

    [Fact]
    public async Task Submission_OfAKnownJobBeyondTheLimit_IsJudgedByItsId()
    {
        await using var cluster = await GridCluster.StartAsync(new GridClusterOptions { Silos = 1, MaxInputBytes = InputLimit.Least }, new HashKernel());
        var known = SpecOf("known", InputLimit.Least + 1);
        await AcceptAsync(cluster.Ledger, known);

        var job = await cluster.SubmitAsync(known);
        Assert.False(job.IsNew);
        Assert.Equal(JobPhase.Succeeded, (await job.OutcomeAsync()).Phase);
        Assert.False((await cluster.SubmitAsync(known)).IsNew);

        var another = await Assert.ThrowsAsync<JobRefusedException>(() => cluster.SubmitAsync(known with { Input = InputOf(Items + 1, InputLimit.Least + 1) }));
        Assert.Equal(SubmitStatus.Conflict, another.Status);
        var unknown = await Assert.ThrowsAsync<OversizedException>(() => cluster.SubmitAsync(SpecOf("unknown", InputLimit.Least + 1)));
        Assert.Equal((InputLimit.Least + 1, InputLimit.Least), (unknown.Bytes, unknown.Limit));
        await Assert.ThrowsAsync<OversizedException>(() => cluster.SubmitAsync(known with { Input = new byte[InputLimit.Least + 1] }));
    }

    [Fact]
    public async Task Job_FromATimeWithoutALimit_FailsWhenItsInputIsTooLargeToTravel()
    {
        await using var cluster = await GridCluster.StartAsync(new GridClusterOptions { Silos = 1, MaxInputBytes = InputLimit.Default }, new HashKernel());
        await AcceptAsync(cluster.Ledger, SpecOf("large", InputLimit.Most + 1));
        await AcceptAsync(cluster.Ledger, SpecOf("within", InputLimit.Default + 1));

        var failed = await cluster.Attach("large").OutcomeAsync();
        Assert.Equal((JobPhase.Failed, FailureFault.Input, InputLimit.Kind), (failed.Phase, failed.Failure!.Fault, failed.Failure.Kind));
        Assert.Contains("The input of job 'large' has 16,777,217 bytes; at most 16,777,216 are sent.", failed.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain((await cluster.Ledger.ReadHistoryAsync("large"))!.Events, happened => happened is LedgerEvent.Granted);
        Assert.Equal(JobPhase.Succeeded, (await cluster.Attach("within").OutcomeAsync()).Phase);
    }

    private static async Task AcceptAsync(InMemoryJobLedger ledger, JobSpec spec) => Assert.Equal(
        AcceptOutcome.Accepted, await ledger.AcceptAsync(new LedgerEvent.Accepted(spec, SpecHash.Of(spec), Items, TimeProvider.System.GetUtcNow())));

    private static JobSpec SpecOf(string id, int bytes) => new() { Id = id, Kernel = "hash", KernelVersion = 1, Input = InputOf(Items, bytes) };

    private static byte[] InputOf(int items, int bytes) => Encoding.UTF8.GetBytes($"{{\"items\":{items}}}".PadRight(bytes));
}
