namespace ElasticGrains.Kernels.MonteCarlo;

/// <summary>What an option pays on.</summary>
public enum OptionStyle
{
    /// <summary>The price at maturity.</summary>
    European = 0,

    /// <summary>The arithmetic mean of the prices at equally spaced dates, the last one at maturity.</summary>
    Asian = 1,
}
