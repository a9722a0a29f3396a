using System.Globalization;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Kernels;

namespace ElasticGrains.Testing.Simulation;

/// <summary>
/// Runs a kernel on simulated grids: one thread, a clock that costs no time, and faults that follow from a seed. What decides there is what decides on a cluster.
/// Every partial that a grid commits is computed once more in one call, every answer is compared with the one without a grid, and the ledger is
/// verified as <c>eg verify</c> does.
/// </summary>
/// <remarks>
/// A seed costs about the kernel's own time over the input, three times. One grid in four runs two jobs at once. The order of calls and everything else
/// is the same each time for a seed; a kernel that is not is told apart by that.
/// </remarks>
public sealed class KernelSimulation
{
    private const int MostItems = 100_000;
    private const int Least = 3;
    private const int Most = 6;

    private readonly Func<IRangeKernel> _create;
    private readonly byte[] _input;
    private (SimulatedFaults Kinds, int Least, int Most) _faults = (SimulatedFaults.All, Least, Most);
    private (long First, long Last) _seeds = (1, 100);

    private KernelSimulation(Func<IRangeKernel> create, byte[] input) => (_create, _input) = (create, input);

    private KernelSimulation(KernelSimulation other)
        : this(other._create, other._input) => (_faults, _seeds) = (other._faults, other._seeds);

    /// <summary>A kernel that is one object for all silos, under all faults, with the seeds 1 to 100.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="input">An input of 1 to 100,000 items; a few hundred show as much as more.</param>
    /// <exception cref="ArgumentException">The kernel could not be registered on a grid.</exception>
    public static KernelSimulation Of<TInput, TPartial, TResult>(RangeKernel<TInput, TPartial, TResult> kernel, TInput input)
        where TInput : notnull
        where TPartial : notnull
        where TResult : notnull
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return Of(() => kernel, input);
    }

    /// <summary>The same with a kernel of its own for each simulated silo, as each process of a cluster has one.</summary>
    /// <param name="kernel">Makes a kernel.</param>
    /// <param name="input">An input of 1 to 100,000 items; a few hundred show as much as more.</param>
    /// <exception cref="ArgumentException">The kernel could not be registered on a grid.</exception>
    public static KernelSimulation Of<TInput, TPartial, TResult>(Func<RangeKernel<TInput, TPartial, TResult>> kernel, TInput input)
        where TInput : notnull
        where TPartial : notnull
        where TResult : notnull
    {
        ArgumentNullException.ThrowIfNull(kernel);
        _ = new KernelRegistry([kernel()]);
        return new KernelSimulation(kernel, KernelJson.Write(input));
    }

    /// <summary>The same under these faults.</summary>
    /// <param name="faults">Which.</param>
    /// <param name="atLeast">The fewest that strike while a job runs; bad messages, failures of the kernel and orders are not counted.</param>
    /// <param name="atMost">The most.</param>
    public KernelSimulation Under(SimulatedFaults faults, int atLeast = Least, int atMost = Most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(atLeast);
        ArgumentOutOfRangeException.ThrowIfLessThan(atMost, atLeast);
        return new KernelSimulation(this) { _faults = (faults, atLeast, atMost) };
    }

    /// <summary>The same with these seeds, both included. A seed decides the size of the grid, the shards, the faults, and every delay.</summary>
    public KernelSimulation Seeds(long first, long last)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        return new KernelSimulation(this) { _seeds = (first, last) };
    }

    /// <summary>The same with one seed: runs again what a report says of it.</summary>
    public KernelSimulation Seed(long seed) => Seeds(seed, seed);

    /// <summary>Runs the seeds, each to its end. What is wrong is in the report: nothing is thrown for it.</summary>
    /// <exception cref="KernelInputException">The kernel refuses the input.</exception>
    /// <exception cref="ArgumentException">The input has no items, or more than 100,000.</exception>
    /// <remarks>What the kernel throws when it computes all items in one call, without any grid, comes out as it is.</remarks>
    public KernelSimulationReport Run()
    {
        var run = _create().Bind(_input);
        run.Validate();
        var items = run.Count();
        if (items is < 1 or > MostItems)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"The input has {items:N0} items; simulate one of 1 to {MostItems:N0}: a few hundred show as much."));
        }

        var whole = run.Extend(run.Identity(), new ItemRange(0, items));
        var answer = run.Finish(run.Kernel.Output == KernelOutput.Answer ? whole : run.Identity());
        var results = new List<SimulationResult>();
        for (var seed = _seeds.First; seed <= _seeds.Last; seed++)
        {
            results.Add(Run(seed, (int)items, answer));
        }

        var problem = results.Find(result => !result.IsSound);
        return new KernelSimulationReport(run.Kernel.Name, items, results)
        {
            Rerun = problem is null ? null : $"KernelSimulation.Of(kernel, input).Under({Words()}, {_faults.Least}, {_faults.Most}).Seed({problem.Seed}).Run()",
            IsRepeatable = problem is null || Run(problem.Seed, (int)items, answer).Hash == problem.Hash,
        };
    }

    private SimulationResult Run(long seed, int items, byte[] answer)
    {
        var world = new World(seed, Profile(items, answer), jobRules: null, shardRules: null, ledgerRules: null, managerRules: null);
        return world.Run() with { Attempts = world.Jobs.Sum(job => ReceiptBuilder.Build(world.Model.ReadHistory(job.Id)!).Attempts) };
    }

    private SimulationProfile Profile(int items, byte[] answer)
    {
        var has = _faults.Kinds;
        var standard = SimulationProfile.Standard;
        return SimulationProfile.Calm with
        {
            Kernel = new KernelUnderTest(_create, _input, items, answer),
            MinShards = 1,
            Faults = has,
            MinFaults = _faults.Least,
            MaxFaults = _faults.Most,
            Loss = has.HasFlag(SimulatedFaults.Messages) ? standard.Loss : 0,
            Duplication = has.HasFlag(SimulatedFaults.Messages) ? standard.Duplication : 0,
            Delay = has.HasFlag(SimulatedFaults.Messages) ? standard.Delay : 0,
            MaxOrders = has.HasFlag(SimulatedFaults.Orders) ? standard.MaxOrders : 0,
            KernelFailures = has.HasFlag(SimulatedFaults.Failures) ? standard.KernelFailures : 0,
        };
    }

    private string Words() => _faults.Kinds.ToString().Split(", ").Select(kind => $"{nameof(SimulatedFaults)}.{kind}").Aggregate((left, right) => $"{left} | {right}");
}
