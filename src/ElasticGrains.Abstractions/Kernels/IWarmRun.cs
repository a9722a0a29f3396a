namespace ElasticGrains.Kernels;

/// <summary>A bound kernel that computes with warm state, with its types forgotten. Without any it makes its own at the first item.</summary>
public interface IWarmRun : IKernelRun
{
    /// <summary>Runs with the same key compute with the same state.</summary>
    string WarmKey { get; }

    /// <summary>True when the state can be carried to another silo.</summary>
    bool CanCarry { get; }

    /// <summary>Makes the state. See <see cref="WarmKernel{TInput,TWarm,TPartial,TResult}.Warm"/>.</summary>
    object MakeWarm();

    /// <summary>Compute with this state, which others may be using, too. To be called before the first item.</summary>
    void UseWarm(object warm);

    /// <summary>Writes the state.</summary>
    /// <exception cref="NotSupportedException">It cannot be carried.</exception>
    Task WriteWarmAsync(object warm, Stream to, CancellationToken cancellationToken);

    /// <summary>Reads the state.</summary>
    /// <exception cref="NotSupportedException">It cannot be carried.</exception>
    Task<object> ReadWarmAsync(Stream from, CancellationToken cancellationToken);
}
