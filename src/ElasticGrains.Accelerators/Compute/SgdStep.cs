namespace ElasticGrains.Accelerators.Compute;

/// <summary>A step of stochastic gradient descent.</summary>
/// <param name="Rate">The learning rate η, above 0.</param>
/// <param name="Momentum">The momentum μ, from 0 to below 1.</param>
public readonly record struct SgdStep(float Rate, float Momentum);
