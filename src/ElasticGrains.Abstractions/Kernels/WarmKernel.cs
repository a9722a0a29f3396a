namespace ElasticGrains.Kernels;

/// <summary>
/// A kernel that computes with something that is costly to make: a model, an index, a table. A silo makes it once, for all of its slots, and keeps
/// it while shards that need it run there; a shard that moves to a silo without it has it carried along, when there is a <see cref="WarmCodec"/>.
/// </summary>
/// <remarks>
/// Warm state follows from the input alone: it can be made again anywhere, and is then the same. It is no place for what is computed; that is the
/// partial. If it is <see cref="IDisposable"/>, a silo disposes it once no shard uses it.
/// </remarks>
/// <typeparam name="TInput">The job's input and options; travels as JSON.</typeparam>
/// <typeparam name="TWarm">The warm state. Many threads read it at once.</typeparam>
/// <typeparam name="TPartial">The result of a range.</typeparam>
/// <typeparam name="TResult">The answer; travels as JSON.</typeparam>
public abstract class WarmKernel<TInput, TWarm, TPartial, TResult> : RangeKernel<TInput, TPartial, TResult>
    where TInput : notnull
    where TWarm : class
    where TPartial : notnull
    where TResult : notnull
{
    /// <summary>
    /// Makes the warm state, on the thread of a slot, before its first item. What it throws counts as thrown by the shard, and it counts as one call: what takes
    /// longer than <see cref="Jobs.JobPolicy.SafePointTimeout"/> is taken for lost.
    /// </summary>
    public abstract TWarm Warm(TInput input);

    /// <summary>
    /// What tells one warm state of this kernel from another, for example the path of the model: jobs with the same key share it. Null (the default)
    /// where it depends on all of the input.
    /// </summary>
    public virtual string? WarmKey(TInput input) => null;

    /// <summary>How the warm state is carried from silo to silo; null (the default) where it is as cheap to make it anew.</summary>
    public virtual IWarmCodec<TWarm>? WarmCodec => null;

    /// <summary>The partial of the items in <paramref name="range"/>, which lies within <c>[0, Count)</c> and may be empty.</summary>
    public abstract TPartial Compute(TInput input, TWarm warm, ItemRange range);

    /// <summary>
    /// <c>Combine(soFar, Compute(range))</c> in one step, where <paramref name="range"/> follows what <paramref name="soFar"/> holds.
    /// Override it when accumulating in place is cheaper.
    /// </summary>
    public virtual TPartial Extend(TInput input, TWarm warm, TPartial soFar, ItemRange range) =>
        Join(soFar, KernelContract.NotNull(Compute(input, warm, range), Name, nameof(Compute)));

    /// <summary>The same with a state that is made for this call alone.</summary>
    public sealed override TPartial Compute(TInput input, ItemRange range) => Compute(input, Warmed(input), range);

    /// <summary>The same with a state that is made for this call alone.</summary>
    public sealed override TPartial Extend(TInput input, TPartial soFar, ItemRange range) => Extend(input, Warmed(input), soFar, range);

    internal TWarm Warmed(TInput input) => KernelContract.NotNull(Warm(input), Name, nameof(Warm));

    private protected sealed override IKernelRun BindTo(TInput input) => new WarmKernelRun<TInput, TWarm, TPartial, TResult>(this, input);
}
