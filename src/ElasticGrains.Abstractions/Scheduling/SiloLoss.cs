namespace ElasticGrains.Scheduling;

/// <summary>A silo that is gone.</summary>
/// <param name="Silo">Its name, which never comes back: each start of a silo has its own.</param>
/// <param name="HasLeft">
/// True when it said that it would go, and also when it was gone before this process could hear it say so; false when it died.
/// </param>
public readonly record struct SiloLoss(string Silo, bool HasLeft)
{
    /// <summary>True when this process heard it say that it would go.</summary>
    public bool SaidSo { get; init; }

    /// <summary>What was found at its address, where it died.</summary>
    public SiloRemains Remains { get; init; }
}
