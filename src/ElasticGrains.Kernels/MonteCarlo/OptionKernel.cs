using ElasticGrains.Kernels.Numerics;

namespace ElasticGrains.Kernels.MonteCarlo;

/// <summary>
/// Prices European and arithmetic Asian options by Monte Carlo; an item is a path. Sums are exact and the functions are made of
/// correctly rounded operations, so the answer has the same bits however the paths were spread, and on any machine.
/// </summary>
public sealed class OptionKernel : RangeKernel<OptionInput, OptionTally, OptionResult>
{
    private const int MaxSteps = 100_000;

    /// <inheritdoc/>
    public override bool IsCommutative => true;

    /// <inheritdoc/>
    public override IPartialCodec<OptionTally> Codec => OptionTallyCodec.Instance;

    /// <inheritdoc/>
    public override long Count(OptionInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Paths;
    }

    /// <inheritdoc/>
    public override void Validate(OptionInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var problems = new List<string>();
        RequirePositive(nameof(input.Spot), input.Spot, problems);
        RequirePositive(nameof(input.Strike), input.Strike, problems);
        RequirePositive(nameof(input.Volatility), input.Volatility, problems);
        RequirePositive(nameof(input.MaturityYears), input.MaturityYears, problems);
        Require(double.IsFinite(input.Rate), $"Rate is {input.Rate}; give a finite number, 0.05 for 5 %.", problems);
        Require(input.Steps is >= 1 and <= MaxSteps, $"Steps is {input.Steps}; give 1 to {MaxSteps:N0}.", problems);
        Require(input.Paths >= 2, $"Paths is {input.Paths}; give 2 or more.", problems);
        Require(Enum.IsDefined(input.Style), $"Style {input.Style} is unknown; give european or asian.", problems);
        Require(Enum.IsDefined(input.Side), $"Side {input.Side} is unknown; give call or put.", problems);
        if (problems.Count > 0)
        {
            throw new KernelInputException(string.Join(" ", problems));
        }
    }

    /// <inheritdoc/>
    public override OptionTally Identity() => new();

    /// <inheritdoc/>
    public override OptionTally Compute(OptionInput input, ItemRange range) => Extend(input, Identity(), range);

    /// <inheritdoc/>
    public override OptionTally Extend(OptionInput input, OptionTally soFar, ItemRange range)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(soFar);
        var paths = new OptionPaths(input);
        for (var path = range.Start; path < range.End; path++)
        {
            soFar.Add(paths.Payoff(path));
        }

        return soFar;
    }

    /// <inheritdoc/>
    public override OptionTally Combine(OptionTally left, OptionTally right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        left.Merge(right);
        return left;
    }

    /// <inheritdoc/>
    public override long SizeOf(OptionTally partial) => OptionTallyCodec.Length;

    /// <inheritdoc/>
    public override OptionResult Finish(OptionInput input, OptionTally whole)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(whole);
        var discount = PortableMath.Exp(-input.Rate * input.MaturityYears);
        var mean = whole.Payoffs.ToDouble() / whole.Paths;

        // Rounding can make the difference of equal payoffs negative.
        var variance = Math.Max(0, (whole.Squares.ToDouble() - (whole.Payoffs.ToDouble() * mean)) / (whole.Paths - 1));
        var reference = input.Style == OptionStyle.European ? BlackScholes.Price(input) : (double?)null;
        return new OptionResult(discount * mean, discount * Math.Sqrt(variance / whole.Paths), whole.Paths, reference);
    }

    /// <inheritdoc/>
    public override bool TryPreview(OptionInput input, OptionTally soFar, out OptionResult preview)
    {
        preview = Finish(input, soFar);
        return true;
    }

    private static void RequirePositive(string name, double value, List<string> problems) =>
        Require(double.IsFinite(value) && value > 0, $"{name} is {value}; give a number above 0.", problems);

    private static void Require(bool holds, string problem, List<string> problems)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }
}
