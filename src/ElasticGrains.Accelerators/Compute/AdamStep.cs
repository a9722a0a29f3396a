namespace ElasticGrains.Accelerators.Compute;

/// <summary>A step of Adam.</summary>
/// <param name="Number">The step's number, from 1: the means begin at zero, and are corrected by it.</param>
/// <param name="Rate">The learning rate, above 0.</param>
/// <param name="Beta1">The decay of the mean of the gradients.</param>
/// <param name="Beta2">The decay of the mean of their squares.</param>
/// <param name="Epsilon">What keeps the divisor from zero.</param>
public readonly record struct AdamStep(int Number, float Rate = 0.001f, float Beta1 = 0.9f, float Beta2 = 0.999f, float Epsilon = 1e-8f)
{
    internal void Check() => ArgumentOutOfRangeException.ThrowIfLessThan(Number, 1);

    /// <summary>The rate with the correction of the first mean: η ÷ (1 − β₁ᵗ).</summary>
    internal float CorrectedRate => (float)(Rate / (1 - Math.Pow(Beta1, Number)));

    /// <summary>The correction of the root of the second mean: 1 ÷ √(1 − β₂ᵗ).</summary>
    internal float RootCorrection => (float)(1 / Math.Sqrt(1 - Math.Pow(Beta2, Number)));
}
