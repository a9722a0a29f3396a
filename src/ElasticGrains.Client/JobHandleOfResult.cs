using ElasticGrains.Jobs;
using ElasticGrains.Kernels;

namespace ElasticGrains.Client;

/// <summary>A job whose answer is a <typeparamref name="TResult"/>.</summary>
/// <typeparam name="TResult">The kernel's result.</typeparam>
public sealed class JobHandle<TResult> : JobHandle
    where TResult : notnull
{
    internal JobHandle(GridConnection connection, string id, bool isNew)
        : base(connection, id, isNew)
    {
    }

    /// <summary>Waits for the answer.</summary>
    /// <exception cref="JobFailedException">The job failed or was cancelled.</exception>
    public async Task<TResult> ResultAsync(CancellationToken cancellationToken = default)
    {
        var outcome = await OutcomeAsync(cancellationToken);
        return outcome.Phase == JobPhase.Succeeded
            ? KernelJson.Read<TResult>(outcome.Result.Span, Id)
            : throw new JobFailedException(Id, outcome);
    }
}
