namespace ElasticGrains.Scheduling;

/// <summary>The silos that membership has given up, and those that have left, since this process began, in order.</summary>
public interface ISiloLosses
{
    /// <summary>Those that were lost after the first <paramref name="seen"/>, which is raised by their number.</summary>
    IReadOnlyList<SiloLoss> Since(ref int seen);

    /// <summary>Ends when there are more than <paramref name="seen"/>.</summary>
    Task MoreThanAsync(int seen, CancellationToken cancellationToken);
}
