namespace ElasticGrains.Kernels.MonteCarlo;

/// <summary>Whether an option is a right to buy or to sell.</summary>
public enum OptionSide
{
    /// <summary>To buy: pays what the price is above the strike.</summary>
    Call = 0,

    /// <summary>To sell: pays what the price is below the strike.</summary>
    Put = 1,
}
