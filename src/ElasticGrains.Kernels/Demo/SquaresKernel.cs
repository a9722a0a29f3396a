namespace ElasticGrains.Kernels.Demo;

/// <summary>The square of each item number, modulo 2⁶⁴: a job of tiny items, each with its own result.</summary>
public sealed class SquaresKernel : ItemKernel<SquaresInput, long>
{
    /// <inheritdoc/>
    public override long Count(SquaresInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Items;
    }

    /// <inheritdoc/>
    public override void Validate(SquaresInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Items < 0)
        {
            throw new KernelInputException($"Items is {input.Items}; give 0 or more.");
        }
    }

    /// <inheritdoc/>
    public override long ComputeItem(SquaresInput input, long item) => unchecked(item * item);

    /// <inheritdoc/>
    public override void ComputeItems(SquaresInput input, ItemRange range, Span<long> results)
    {
        for (var i = 0; i < results.Length; i++)
        {
            var item = range.Start + i;
            results[i] = unchecked(item * item);
        }
    }
}
