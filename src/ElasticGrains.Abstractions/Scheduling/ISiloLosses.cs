namespace ElasticGrains.Scheduling;

/// <summary>The silos that membership has given up since this process began, in order. A name never comes back: each start of a silo has its own.</summary>
public interface ISiloLosses
{
    /// <summary>The names that were lost after the first <paramref name="seen"/>, which is raised by their number.</summary>
    IReadOnlyList<string> Since(ref int seen);
}
