namespace ElasticGrains.Compute;

/// <summary>A dedicated thread for user code that is no shard: validating inputs, joining partials, making answers. Runs one piece at a time, in order.</summary>
public interface IKernelThread
{
    /// <summary>Runs a piece of work; its exception comes back by the task.</summary>
    Task<T> RunAsync<T>(Func<T> work);
}
