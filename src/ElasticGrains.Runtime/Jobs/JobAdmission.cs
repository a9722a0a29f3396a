using ElasticGrains.Compute;
using ElasticGrains.Diagnostics;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>Checks a spec before anything of it is written: id, policy, kernel, input. The user's code runs on the kernel thread.</summary>
internal sealed class JobAdmission(KernelRegistry kernels, IKernelThread thread, IJobEnvironment environment, TimeProvider time)
{
    /// <summary>The most bytes of an input.</summary>
    public int MaxInputBytes => environment.MaxInputBytes;

    /// <summary>The job's first event, or why it is refused.</summary>
    public async Task<(LedgerEvent.Accepted? Accepted, Failure? Refused)> AdmitAsync(JobSpec spec)
    {
        IReadOnlyList<string> problems = [.. spec.Policy.Problems(), .. JobTags.Problems(spec.Tags)];
        if (JobIds.Problem(spec.Id) is { } wrong)
        {
            problems = [wrong, .. problems];
        }

        if (problems.Count > 0)
        {
            return (null, new Failure(FailureFault.Input, "input", string.Join(" ", problems)));
        }

        if (InputLimit.Problem(spec, MaxInputBytes) is { } oversized)
        {
            return (null, new Failure(FailureFault.Input, InputLimit.Kind, oversized.Message));
        }

        try
        {
            var items = await thread.RunAsync(() => CountItems(spec));
            var accepted = new LedgerEvent.Accepted(spec, SpecHash.Of(spec), items, time.GetUtcNow())
            {
                TraceParent = RequestContext.Get(Telemetry.TraceParentKey) as string,
                CacheKey = CacheKey.Of(spec, kernels.Get(spec.Kernel, spec.KernelVersion)),
            };
            return (accepted, null);
        }
#pragma warning disable CA1031 // The user's Validate or Count may throw anything; it is told, not thrown.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return (null, KernelFailures.Of(error, spec.Kernel, "while the input was checked and its items were counted"));
        }
    }

    private long CountItems(JobSpec spec)
    {
        var run = kernels.Get(spec.Kernel, spec.KernelVersion).Bind(spec.Input);
        run.Validate();
        return run.Count();
    }
}
