using ElasticGrains.Jobs;
using ElasticGrains.Kernels;

namespace ElasticGrains.Client;

/// <summary>The grid as its users see it.</summary>
public interface IGrid
{
    /// <summary>The inputs that lie in the grid: put there under a name, read by kernels as <c>grid://NAME</c>.</summary>
    GridInputs Inputs { get; }

    /// <summary>Submits a job and returns once it is in the ledger. Types that do not fit the kernel do not compile.</summary>
    /// <param name="kernel">The kernel; its class must be registered on the grid.</param>
    /// <param name="input">The input, sent as JSON.</param>
    /// <param name="options">The id (the idempotency key) and how to run it.</param>
    /// <param name="cancellationToken">Gives up waiting; the job, once accepted, goes on.</param>
    /// <exception cref="JobRefusedException">The spec cannot be run, or the id belongs to another spec.</exception>
    /// <exception cref="OversizedException">The input is larger than a job's may be; nothing was sent. See <c>MaxInputBytes</c>.</exception>
    Task<JobHandle<TResult>> SubmitAsync<TInput, TPartial, TResult>(
        RangeKernel<TInput, TPartial, TResult> kernel, TInput input, JobOptions? options = null, CancellationToken cancellationToken = default)
        where TInput : notnull
        where TPartial : notnull
        where TResult : notnull;

    /// <summary>Submits a job by kernel name and JSON input.</summary>
    /// <exception cref="JobRefusedException">The spec cannot be run, or the id belongs to another spec.</exception>
    /// <exception cref="OversizedException">The input is larger than a job's may be; nothing was sent. See <c>MaxInputBytes</c>.</exception>
    Task<JobHandle> SubmitAsync(JobSpec spec, CancellationToken cancellationToken = default);

    /// <summary>A handle of a job that is in the ledger already, as far as the caller knows.</summary>
    JobHandle Attach(string jobId);

    /// <summary>A typed handle of a job that is in the ledger already, as far as the caller knows.</summary>
    JobHandle<TResult> Attach<TResult>(string jobId)
        where TResult : notnull;
}
