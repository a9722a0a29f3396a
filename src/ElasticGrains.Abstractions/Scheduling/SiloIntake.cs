namespace ElasticGrains.Scheduling;

/// <summary>What a silo takes on.</summary>
[GenerateSerializer, Alias("eg.silo.intake")]
public enum SiloIntake
{
    /// <summary>Whatever it is given.</summary>
    Open = 0,

    /// <summary>Nothing new; what runs goes on.</summary>
    Cordoned = 1,

    /// <summary>Nothing new; what runs gives up its slot at the next safe point, and then the silo leaves. There is no way back.</summary>
    Draining = 2,
}
