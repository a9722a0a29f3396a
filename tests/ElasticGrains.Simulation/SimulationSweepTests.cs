using System.Diagnostics;
using System.Globalization;
using ElasticGrains.Testing.Simulation;
using Xunit.Abstractions;

namespace ElasticGrains.Simulation;

/// <summary>
/// As many seeds as fit into <c>EG_SIM_SECONDS</c> (20 when it is not set), from <c>EG_SIM_FROM</c> (1,000,000) on, on two threads.
/// </summary>
public class SimulationSweepTests(ITestOutputHelper output)
{
    private const int Threads = 2;

    [Fact]
    public void Simulation_ManySeeds_FindsNothing()
    {
        var time = TimeSpan.FromSeconds(Setting("EG_SIM_SECONDS", 20));
        var from = Setting("EG_SIM_FROM", 1_000_000);
        var sweeps = Enumerable.Range(0, Threads).Select(thread => new Sweep(from + thread, Threads, time)).ToArray();
        var threads = sweeps.Select(sweep => new Thread(sweep.Run)).ToArray();
        using var process = Process.GetCurrentProcess();
        var processorTime = process.TotalProcessorTime;
        var began = Stopwatch.GetTimestamp();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        var elapsed = Stopwatch.GetElapsedTime(began);
        process.Refresh();
        processorTime = process.TotalProcessorTime - processorTime;

        var jobs = sweeps.Sum(sweep => sweep.Jobs);
        var dosed = sweeps.Sum(sweep => sweep.FullDose);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {jobs} jobs in {elapsed.TotalSeconds:F1} s: {jobs / elapsed.TotalHours:F0} jobs/h, of them {dosed / elapsed.TotalHours:F0}/h with at least 50 shards and 3 faults; {processorTime.TotalMilliseconds / jobs:F2} ms of processor time per job
            {sweeps.Sum(sweep => sweep.Shards)} shards, {sweeps.Sum(sweep => sweep.Faults)} faults, {sweeps.Sum(sweep => sweep.Computed)} items computed for {sweeps.Sum(sweep => sweep.Committed)} committed
            """));
        Assert.All(sweeps, sweep => Assert.True(sweep.Problem is null, sweep.Problem?.ToString()));
        Assert.True(jobs > 0);
    }

    private static long Setting(string name, long otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>One thread's seeds; every tenth is of few, long shards, in every tenth an item kills its silos, and in every tenth silos are drained in fair weather.</summary>
    private sealed class Sweep(long from, int step, TimeSpan time)
    {
        public long Jobs { get; private set; }

        public long FullDose { get; private set; }

        public long Shards { get; private set; }

        public long Faults { get; private set; }

        public long Committed { get; private set; }

        public long Computed { get; private set; }

        public SimulationResult? Problem { get; private set; }

        public void Run()
        {
            var began = Stopwatch.GetTimestamp();
            for (var seed = from; Problem is null && Stopwatch.GetElapsedTime(began) < time; seed += step)
            {
                var result = Simulator.Run(seed, Profile(seed / step % 10));
                Jobs += result.Jobs;
                FullDose += result.FullDose;
                Shards += result.Shards;
                Faults += result.Faults;
                Committed += result.Committed;
                Computed += result.Computed;
                Problem = result.IsSound ? null : result;
            }
        }

        private static SimulationProfile Profile(long digit) => digit switch
        {
            0 => SimulationProfile.Splitting,
            5 => SimulationProfile.Killing,
            2 => SimulationTests.Whole,
            7 => SimulationProfile.Orderly,
            _ => SimulationProfile.Standard,
        };
    }
}
