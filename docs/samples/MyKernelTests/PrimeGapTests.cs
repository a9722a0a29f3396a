using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Testing.Clusters;
using ElasticGrains.Testing.Laws;
using ElasticGrains.Testing.Simulation;

namespace MyKernelTests;

public sealed class PrimeGapTests
{
    #region law
    [Fact]
    public void Kernel_CutAnywhere_KeepsItsLaw()
    {
        var report = KernelLaw.Check(new PrimeGapKernel().Bind(KernelJson.Write(2_000)));

        Assert.True(report.Holds, report.ToString());
    }
    #endregion

    #region simulation
    [Fact]
    public void Kernel_OnSimulatedGrids_IsSound()
    {
        var simulation = KernelSimulation.Of(new PrimeGapKernel(), 2_000)
            .Under(SimulatedFaults.Kills | SimulatedFaults.Messages | SimulatedFaults.Database)
            .Seeds(1, 200);

        simulation.Run().ThrowIfUnsound();
    }
    #endregion

    #region cluster
    [Fact]
    public async Task Job_WhoseSilosAreKilledTwice_GivesItsAnswer()
    {
        await using var cluster = await GridCluster.StartAsync(silos: 3, new PrimeGapKernel());
        var policy = new JobPolicy { Shards = 12, CommitInterval = TimeSpan.Zero };
        var job = await cluster.SubmitAsync(new PrimeGapKernel(), 5_000_000, new JobOptions { Policy = policy });

        await cluster.UntilCommittedAsync(job, 50_000);
        await cluster.KillSiloAsync(0);
        await cluster.UntilCommittedAsync(job, 500_000);
        await cluster.KillSiloAsync(1);

        // From 4,652,353 to 4,652,507: sequence A005250 of the On-Line Encyclopedia of Integer Sequences.
        Assert.Equal(154, await job.ResultAsync());
        await cluster.VerifyAsync();
    }
    #endregion

    #region database
    [Fact]
    public async Task Job_WhoseDatabaseIsAway_GoesOnAfterwards()
    {
        await using var cluster = await GridCluster.StartAsync(silos: 2, new PrimeGapKernel());
        var policy = new JobPolicy { Shards = 12, CommitInterval = TimeSpan.Zero };
        var job = await cluster.SubmitAsync(new PrimeGapKernel(), 5_000_000, new JobOptions { Policy = policy });

        await cluster.UntilCommittedAsync(job, 50_000);
        cluster.PauseDatabase();
        await cluster.StopSiloAsync(0);
        await cluster.StartSiloAsync();
        cluster.ResumeDatabase();

        Assert.Equal(154, await job.ResultAsync());
        await cluster.VerifyAsync();
    }
    #endregion
}
