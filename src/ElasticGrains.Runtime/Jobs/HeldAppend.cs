using ElasticGrains.Ledger;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>A new job's first append, kept back to be written together with its acceptance.</summary>
internal sealed class HeldAppend
{
    private readonly TaskCompletionSource<AppendOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the job wants to append; null while it wants nothing.</summary>
    public JobAppend? Batch { get; private set; }

    /// <summary>Takes the append; done when <see cref="Applied"/> is called.</summary>
    public Task<AppendOutcome> AppendAsync(JobAppend batch)
    {
        Batch = batch;
        return _outcome.Task;
    }

    /// <summary>It is durable.</summary>
    public void Applied(long writerEpoch) => _outcome.TrySetResult(new AppendOutcome(AppendStatus.Applied, writerEpoch));
}
