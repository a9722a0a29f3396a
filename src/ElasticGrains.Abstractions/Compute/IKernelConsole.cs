namespace ElasticGrains.Compute;

/// <summary>Keeps what kernels write to the console, with the shard and attempt that wrote it.</summary>
public interface IKernelConsole
{
    /// <summary>
    /// Until the answer is disposed, keeps what this thread writes, and whatever the kernel starts on it. Costs nothing while nobody
    /// writes.
    /// </summary>
    /// <param name="jobId">The job.</param>
    /// <param name="where">Which shard is computed now, under which attempt epoch; called for each line, on any thread.</param>
    IDisposable Keep(string jobId, Func<(int Shard, long Attempt)> where);
}
