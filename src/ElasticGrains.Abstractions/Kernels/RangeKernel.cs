namespace ElasticGrains.Kernels;

/// <summary>
/// What is computed: a homomorphism over ranges of items. For every <c>a ≤ b ≤ c</c> the law holds
/// <c>Compute([a,c)) = Combine(Compute([a,b)), Compute([b,c)))</c> and <c>Compute(∅) = Identity</c>. From the law follows that
/// the answer cannot depend on how the grid cut, moved, split or retried the work.
/// </summary>
/// <remarks>
/// One instance serves all slots of a process at once: keep no mutable state in it. A kernel knows no clock, no thread, no
/// logger and no hidden chance; random numbers come from a counter-based generator keyed by (seed, item). Throw
/// <see cref="KernelInputException"/> for an input that no retry can mend; any other exception is retried.
/// </remarks>
/// <typeparam name="TInput">The job's input and options; travels as JSON.</typeparam>
/// <typeparam name="TPartial">The result of a range. <see cref="Combine"/> and <see cref="Extend"/> own their arguments and may reuse them.</typeparam>
/// <typeparam name="TResult">The answer; travels as JSON.</typeparam>
public abstract class RangeKernel<TInput, TPartial, TResult> : IRangeKernel, IJsonCarried
    where TInput : notnull
    where TPartial : notnull
    where TResult : notnull
{
    /// <inheritdoc/>
    public virtual string Name => KernelName.Of(GetType());

    /// <inheritdoc/>
    public virtual int Version => 1;

    /// <inheritdoc/>
    public virtual bool IsCommutative => false;

    /// <inheritdoc/>
    public virtual KernelOutput Output => KernelOutput.Answer;

    /// <summary>The number of items of <paramref name="input"/>, ≥ 0. Called often: keep it cheap.</summary>
    public abstract long Count(TInput input);

    /// <summary>The neutral partial: a fresh one at every call.</summary>
    public abstract TPartial Identity();

    /// <summary>The partial of the items in <paramref name="range"/>, which lies within <c>[0, Count)</c> and may be empty.</summary>
    public abstract TPartial Compute(TInput input, ItemRange range);

    /// <summary>Joins the partials of two neighbouring ranges, <paramref name="left"/> before <paramref name="right"/>. Associative.</summary>
    public abstract TPartial Combine(TPartial left, TPartial right);

    /// <summary>The answer from the partial of the whole input.</summary>
    public abstract TResult Finish(TInput input, TPartial whole);

    /// <summary>
    /// <c>Combine(soFar, Compute(range))</c> in one step, where <paramref name="range"/> follows what <paramref name="soFar"/> holds.
    /// Override it when accumulating in place is cheaper.
    /// </summary>
    public virtual TPartial Extend(TInput input, TPartial soFar, ItemRange range) =>
        Join(soFar, KernelContract.NotNull(Compute(input, range), Name, nameof(Compute)));

    /// <summary><c>Combine(soFar, Decode(encoded))</c> in one step. Override it when merging from the encoded form is cheaper.</summary>
    public virtual TPartial CombineEncoded(TPartial soFar, ReadOnlySpan<byte> encoded) =>
        Join(soFar, KernelContract.NotNull(Codec.Decode(encoded), Name, "Codec.Decode"));

    /// <summary>How a partial is written to the ledger and read back. JSON unless overridden.</summary>
    public virtual IPartialCodec<TPartial> Codec => JsonPartialCodec<TPartial>.Instance;

    /// <summary>
    /// The approximate size of a partial in bytes, cheap to compute; the grid commits earlier when it grows large. 0 means "small".
    /// </summary>
    public virtual long SizeOf(TPartial partial) => 0;

    /// <summary>What a watcher sees of a partial while the job runs; false (the default) when there is nothing to show.</summary>
    public virtual bool TryPreview(TInput input, TPartial soFar, out TResult preview)
    {
        preview = default!;
        return false;
    }

    /// <summary>Refuses an unusable input before the job is accepted.</summary>
    /// <exception cref="KernelInputException">Says what is wrong, where, and what to do.</exception>
    public virtual void Validate(TInput input)
    {
    }

    /// <inheritdoc/>
    public IKernelRun Bind(ReadOnlyMemory<byte> input) => BindTo(KernelJson.Read<TInput>(input.Span, Name));

    IEnumerable<(string Role, Type Type)> IJsonCarried.JsonTypes => Codec is IJsonCodec { JsonType: { } partial }
        ? [("input", typeof(TInput)), ("partial", partial), ("result", typeof(TResult))]
        : [("input", typeof(TInput)), ("result", typeof(TResult))];

    private protected virtual IKernelRun BindTo(TInput input) => new KernelRun<TInput, TPartial, TResult>(this, input);

    // The author's own Combine would otherwise meet the null first, and be blamed for it.
    private protected TPartial Join(TPartial left, TPartial right) => KernelContract.NotNull(Combine(left, right), Name, nameof(Combine));
}
