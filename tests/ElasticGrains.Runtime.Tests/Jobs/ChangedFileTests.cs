using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.Inputs;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;

namespace ElasticGrains.Runtime.Tests.Jobs;

public class ChangedFileTests
{
    [Theory]
    [InlineData("append", "was 200,000 bytes when the job was submitted, is 200,001 now; submit a new job")]
    [InlineData("cut", "was 200,000 bytes when the job was submitted, is 5 now; submit a new job")]
    [InlineData("delete", "does not exist here")]
    [InlineData("touch", "since; submit a new job")]
    public async Task File_ThatChangesInMidJob_FailsTheJobForGood(string change, string message)
    {
        using var directory = new TestDirectory();
        var file = Path.Combine(directory.Path, "input.bin");
        await File.WriteAllBytesAsync(file, new byte[200_000]);
        using var gate = new Gate();
        string id;
        await using (var grid = await StartAsync(directory, gate))
        {
            var job = await grid.Grid.SubmitAsync(
                new FileKernel(), ManifestBuilder.Build([file]), new JobOptions { Policy = TestGrid.Eager with { Shards = 1, MaxSlots = 1 } });
            await gate.Reached;
            Change(file, change);
            gate.Open();
            var error = await Assert.ThrowsAsync<JobFailedException>(() => job.ResultAsync());
            Assert.Contains($"'{file}' ", error.Message, StringComparison.Ordinal);
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
            Assert.Equal(FailureFault.Input, error.Outcome!.Failure!.Fault);
            await grid.AssertSoundAsync(job.Id);
            id = job.Id;
        }

        // Failed is final: a new start does not try again.
        await using var second = await StartAsync(directory, gate);
        Assert.Equal(JobPhase.Failed, (await (await second.Grid.ResumeAsync(id)).StatusAsync()).Phase);
    }

    private static async Task<TestGrid> StartAsync(TestDirectory directory, Gate gate)
    {
        var probes = new ProbedKernels();
        probes.Of("file").BeforeItem = _ => gate.Pass();
        return await TestGrid.StartAsync(directory: directory, configure: builder => builder.AddKernel(new FileKernel(probes)));
    }

    private static void Change(string file, string change)
    {
        switch (change)
        {
            case "append":
                File.AppendAllText(file, "x");
                break;
            case "cut":
                File.WriteAllText(file, "short");
                break;
            case "delete":
                File.Delete(file);
                break;
            default:
                File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddSeconds(1));
                break;
        }
    }
}
