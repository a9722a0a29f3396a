using System.Diagnostics;
using System.Text.Json;
using ElasticGrains.Diagnostics;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using Orleans.Streams;

namespace ElasticGrains.Client;

/// <summary>The grid behind an Orleans client or silo.</summary>
public sealed class GridClient : IGrid
{
    private const int MostReason = 1000;

    private static readonly ActivitySource Source = new(Telemetry.Name);

    private readonly GridConnection _connection;
    private readonly SubmissionGate _gate;
    private readonly int _maxInputBytes;

    /// <summary>Creates the client of a cluster.</summary>
    /// <param name="grains">The grain factory of an Orleans client or silo.</param>
    /// <param name="streams">The provider named <see cref="PartialHint.StreamProvider"/>.</param>
    /// <param name="time">The clock of quiet seconds and of fresh ids.</param>
    /// <param name="maxInputBytes">The most bytes that the input of a job may have.</param>
    public GridClient(IGrainFactory grains, IStreamProvider streams, TimeProvider time, int maxInputBytes = int.MaxValue)
        : this(new GridConnection(grains, streams, time, GridCalls.ToCluster(time)), maxInputBytes)
    {
    }

    internal GridClient(GridConnection connection, int maxInputBytes = int.MaxValue)
    {
        _connection = connection;
        _maxInputBytes = maxInputBytes;
        _gate = new SubmissionGate(connection.Time);
        Inputs = new GridInputs(connection);
    }

    /// <inheritdoc/>
    public GridInputs Inputs { get; }

    /// <inheritdoc/>
    public async Task<JobHandle<TResult>> SubmitAsync<TInput, TPartial, TResult>(
        RangeKernel<TInput, TPartial, TResult> kernel, TInput input, JobOptions? options = null, CancellationToken cancellationToken = default)
        where TInput : notnull
        where TPartial : notnull
        where TResult : notnull
    {
        ArgumentNullException.ThrowIfNull(kernel);
        options ??= new JobOptions();
        var spec = new JobSpec
        {
            Id = options.Id ?? FreshId(kernel.Name),
            Kernel = kernel.Name,
            KernelVersion = kernel.Version,
            Input = Write(input, kernel.Name),
            Policy = options.Policy,
            Tags = options.Tags,
        };
        return new JobHandle<TResult>(_connection, spec.Id, await AcceptAsync(spec, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<JobHandle> SubmitAsync(JobSpec spec, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new JobHandle(_connection, spec.Id, await AcceptAsync(spec, cancellationToken));
    }

    /// <inheritdoc/>
    public JobHandle Attach(string jobId) => new(_connection, jobId, isNew: false);

    /// <inheritdoc/>
    public JobHandle<TResult> Attach<TResult>(string jobId)
        where TResult : notnull => new(_connection, jobId, isNew: false);

    /// <summary>Wakes a job of the ledger, unless it runs already or has ended.</summary>
    public Task WakeAsync(string jobId, CancellationToken cancellationToken = default) =>
        _connection.CallAsync(jobId, WakeAsync, cancellationToken);

    /// <summary>A fresh id that sorts by time: the kernel's name, the UTC time, and a random tail.</summary>
    public string FreshId(string kernel) => JobIds.Fresh(kernel, _connection.Time.GetUtcNow());

    private static byte[] Write<TInput>(TInput input, string kernel)
    {
        try
        {
            return KernelJson.Write(input);
        }
        catch (ArgumentException error) when (IsTextTooLarge(error))
        {
            throw new OversizedException(
                $"The input of kernel '{kernel}', a {typeof(TInput).Name}, is too large to be written as JSON: {Excerpt.Of(error.Message, MostReason)} {InputLimit.Remedy}", error);
        }
#pragma warning disable CA1031 // Members and converters of the user's may throw anything.
        catch (Exception error)
#pragma warning restore CA1031
        {
            throw new JobRefusedException(
                $"The input of kernel '{kernel}', a {typeof(TInput).Name}, cannot be written as JSON: {Excerpt.Of(error.Message, MostReason)} Give it members of plain data.", error);
        }
    }

    /// <summary>
    /// True for a single text of more than some 166 million characters (System.Text.Json's MaxUnescapedTokenSize). It has no type of its own,
    /// and members and converters of the user's throw it for other reasons: what tells is who threw it.
    /// </summary>
    private static bool IsTextTooLarge(ArgumentException error) =>
        error.TargetSite is { DeclaringType: { FullName: "System.Text.Json.ThrowHelper" } thrower, Name: "ThrowArgumentException_ValueTooLarge" or "ThrowArgumentException_PropertyNameTooLarge" }
        && thrower.Assembly == typeof(JsonSerializer).Assembly;

    private static async Task<bool> WakeAsync(IJobGrain job)
    {
        await job.WakeAsync();
        return true;
    }

    private async Task<SubmitAnswer> SubmitTracedAsync(JobSpec spec, CancellationToken cancellationToken)
    {
        using var activity = Source.StartActivity("job submit", ActivityKind.Client);
        activity?.SetTag(Telemetry.JobTag, spec.Id);
        return await _connection.CallAsync(
            spec.Id,
            job =>
            {
                if (Activity.Current?.Id is { } parent)
                {
                    RequestContext.Set(Telemetry.TraceParentKey, parent);
                }

                return job.SubmitAsync(spec);
            },
            cancellationToken);
    }

    private async Task<bool> AcceptAsync(JobSpec spec, CancellationToken cancellationToken)
    {
        if (JobIds.Problem(spec.Id) is { } problem)
        {
            throw new JobRefusedException(string.Join(" ", [problem, .. spec.Policy.Problems()]));
        }

        CheckSize(spec);
        var answer = await _gate.SubmitAsync(() => SubmitTracedAsync(spec, cancellationToken), cancellationToken);
        return answer.Status switch
        {
            SubmitStatus.Accepted => true,
            SubmitStatus.Exists => false,
            _ when answer.MaxInputBytes is { } limit && InputLimit.Problem(spec, limit) is { } oversized => throw oversized,
            _ => throw new JobRefusedException(spec.Id, answer),
        };
    }

    /// <summary>Refuses here what is too large to be sent.</summary>
    private void CheckSize(JobSpec spec)
    {
        if (spec.Input.Length > _maxInputBytes)
        {
            // Whether the job is known is not asked: that would take a call, and the input to be compared.
            throw new OversizedException(
                $"The input of job '{spec.Id}'", spec.Input.Length, _maxInputBytes, $"{InputLimit.Remedy} If the job was submitted before, attach to it by its id.");
        }

        if (spec.Kernel.Length > KernelName.MaxLength)
        {
            throw new JobRefusedException(
                $"'{Excerpt.Of(spec.Kernel, KernelName.MaxLength)}' is no name of a kernel: none has more than {KernelName.MaxLength} characters.");
        }

        if (JobTags.Problems(spec.Tags).ToList() is { Count: > 0 } problems)
        {
            throw new JobRefusedException(spec.Id, new SubmitAnswer(SubmitStatus.Refused, new Failure(FailureFault.Input, "input", string.Join(" ", problems))));
        }
    }
}
