using System.Text;
using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.Inputs;
using ElasticGrains.Kernels.Text;

namespace ElasticGrains.Cluster.Tests;

/// <summary>What a user hears who made one of the usual mistakes.</summary>
public sealed class MistakeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly JobPolicy OneShard = JobPolicy.Default with { Shards = 1, MaxSlots = 1 };

    [Fact]
    public async Task Submit_OfAKernelThatNoSiloHas_NamesThoseThatTheyHave()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 2);
        await using var client = await cluster.ConnectAsync();

        var error = await Assert.ThrowsAsync<JobRefusedException>(() => client.Grid.SubmitAsync(SpecOf("nightly-risk", "{}")));

        Assert.Equal(
            "Kernel 'nightly-risk' is not registered on this grid; registered are: bulk, bulk-item, counted-hash, faulty, killer, paced-hash, paced-item, pi, poison, talking, wordcount. Register it where the grid or the "
            + "silo is built, with AddKernel<T>(); 'eg up --host MyGrid.dll' starts silos of your own program.",
            error.Message);
        Assert.Equal(FailureFault.Input, error.Failure!.Fault);
    }

    [Fact]
    public async Task Submit_OfAFileThatOnlyTheClientHas_NamesFileSiloAndRemedy()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 2);
        await using var client = await cluster.ConnectAsync();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "one two three");
        var input = new WordCountInput { Files = ManifestBuilder.Build([file]) };
        File.Delete(file);

        var job = await client.Grid.SubmitAsync(new WordCountKernel(), input, new JobOptions { Policy = OneShard });
        var error = await Assert.ThrowsAsync<JobFailedException>(() => job.ResultAsync());

        var failure = error.Outcome!.Failure!;
        Assert.Contains(cluster.Silos, silo => failure.Silo!.StartsWith($"{silo.Name}.", StringComparison.Ordinal));
        Assert.EndsWith(
            $"'{file}' does not exist here; check the path, or put the file where every silo can read it. (On silo {failure.Silo}.)", error.Message, StringComparison.Ordinal);
        Assert.Equal((FailureFault.Input, 1), (failure.Fault, (await job.ReceiptAsync()).Attempts));
    }

    [Fact]
    public async Task Kernel_ThatThrowsWhatOnlyItsSiloKnows_TellsTypeMessageAndStack()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 1);
        await using var client = await cluster.ConnectAsync();

        var job = await client.Grid.SubmitAsync(SpecOf("faulty", "10") with { Policy = OneShard with { MaxAttempts = 1 } });

        var failure = (await job.OutcomeAsync()).Failure!;
        Assert.Equal("ElasticGrains.Tests.Silo.FaultyKernel+OutOfPaperException", failure.TypeName);
        Assert.Contains("threw OutOfPaperException in items [0, 1): the printer is out of paper", failure.Message, StringComparison.Ordinal);
        Assert.Contains("FaultyKernel.Compute", failure.RemoteStack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silo_WithAKernelWhosePartialIsATuple_SaysWhatIsLostAndDoesNotStart()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 0);
        using var silo = cluster.StartSilo(("TupleKernel", "true"));

        await silo.WaitForExitAsync(Patience);

        Assert.NotEqual(0, silo.ExitCode);
        Assert.Contains("The partial of kernel 'tuple' cannot travel as JSON: Item1, Item2 of ValueTuple<Int64, Int64> would be lost", silo.Log, StringComparison.Ordinal);
        Assert.Contains("or override Codec", silo.Log, StringComparison.Ordinal);
    }

    private static JobSpec SpecOf(string kernel, string input) => new() { Id = "mistake", Kernel = kernel, KernelVersion = 1, Input = Encoding.UTF8.GetBytes(input) };
}
