using ElasticGrains.Kernels;

namespace ElasticGrains.Testing.Laws;

/// <summary>
/// Checks that a kernel is what the grid takes it for: a homomorphism over ranges with a faithful codec, the same on every thread.
/// A kernel that passes gives the same answer however the grid cuts, moves, splits or retries its work.
/// </summary>
public static class KernelLaw
{
    /// <summary>Checks <paramref name="run"/> at random cuts and reports each broken law with the smallest example found.</summary>
    /// <exception cref="KernelInputException">The input is refused by the kernel's own validation.</exception>
    public static LawReport Check(IKernelRun run, LawOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        options ??= new LawOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Cuts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxItems);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Threads);
        run.Validate();
        var (count, problem) = CountItems(run);
        if (problem is not null)
        {
            return new LawReport(run.Kernel.Name, 0, 1, [problem]);
        }

        var random = new Random(options.Seed);
        var cuts = Enumerable.Range(0, options.Cuts).Select(trial => LawCut.Choose(random, trial, count, options.MaxItems)).ToArray();
        var violations = new List<LawViolation>();
        var checks = 1;
        foreach (var (law, check) in new LawSet(run).All)
        {
            checks += CheckCuts(law, check, cuts, violations);
        }

        checks += ThreadLaw.Check(run, cuts, options.Threads, violations);
        return new LawReport(run.Kernel.Name, count, checks, violations);
    }

    private static (long Count, LawViolation? Problem) CountItems(IKernelRun run)
    {
        try
        {
            var count = run.Count();
            var again = run.Count();
            return (count, count == again ? null : new LawViolation("count", $"Count is {count:N0} at the first call and {again:N0} at the second; it must not change."));
        }
        catch (KernelContractException broken)
        {
            return (0, new LawViolation("count", broken.Message));
        }
    }

    private static int CheckCuts(string law, Func<LawCut, string?> check, LawCut[] cuts, List<LawViolation> violations)
    {
        for (var i = 0; i < cuts.Length; i++)
        {
            if (Try(law, check, cuts[i]) is { } found)
            {
                Add(cuts[i].Smaller().Select(cut => Try(law, check, cut)).FirstOrDefault(smaller => smaller?.Law == found.Law) ?? found, violations);
                return i + 1;
            }
        }

        return cuts.Length;
    }

    private static void Add(LawViolation found, List<LawViolation> violations)
    {
        // What throws, throws in every law: once is enough, and so is one example of each law.
        if (violations.All(known => known.Law != found.Law))
        {
            violations.Add(found);
        }
    }

    private static LawViolation? Try(string law, Func<LawCut, string?> check, LawCut cut)
    {
        try
        {
            return check(cut) is { } message ? new LawViolation(law, message) : null;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new LawViolation("exception", $"The check of '{law}' on {cut.Whole} cut at {cut.Middle} ended in {error.GetType().Name}: {error.Message}");
        }
    }
}
