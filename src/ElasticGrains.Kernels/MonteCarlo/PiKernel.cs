namespace ElasticGrains.Kernels.MonteCarlo;

/// <summary>Estimates π from random points in a square; an item is a point. Hits are counted in integers, so the answer has no rounding.</summary>
public sealed class PiKernel : RangeKernel<PiInput, PiTally, PiResult>
{
    /// <inheritdoc/>
    public override bool IsCommutative => true;

    /// <inheritdoc/>
    public override IPartialCodec<PiTally> Codec => PiTallyCodec.Instance;

    /// <inheritdoc/>
    public override long Count(PiInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Samples;
    }

    /// <inheritdoc/>
    public override void Validate(PiInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Samples < 1)
        {
            throw new KernelInputException($"Samples is {input.Samples}; give 1 or more.");
        }
    }

    /// <inheritdoc/>
    public override PiTally Identity() => new(0, 0);

    /// <inheritdoc/>
    public override PiTally Compute(PiInput input, ItemRange range)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new PiTally(range.Length, QuarterCircle.Count(input.Seed, range));
    }

    /// <inheritdoc/>
    public override PiTally Combine(PiTally left, PiTally right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new PiTally(left.Samples + right.Samples, left.Hits + right.Hits);
    }

    /// <inheritdoc/>
    public override PiResult Finish(PiInput input, PiTally whole)
    {
        ArgumentNullException.ThrowIfNull(whole);
        var fraction = whole.Samples > 0 ? (double)whole.Hits / whole.Samples : double.NaN;

        // Of a binomial proportion; π is four times it.
        var error = 4 * Math.Sqrt(fraction * (1 - fraction) / whole.Samples);
        return new PiResult(4 * fraction, error, whole.Samples, whole.Hits);
    }

    /// <inheritdoc/>
    public override bool TryPreview(PiInput input, PiTally soFar, out PiResult preview)
    {
        preview = Finish(input, soFar);
        return true;
    }
}
