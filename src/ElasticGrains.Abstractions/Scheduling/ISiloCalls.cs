namespace ElasticGrains.Scheduling;

/// <summary>Questions to single silos, by name.</summary>
public interface ISiloCalls
{
    /// <summary>Asks a silo, and waits for a second at most: one that has just died, or is overloaded, must not hold up what can go on without it.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="ask">The question.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    Task<T> AskAsync<T>(string silo, Func<ISiloGrain, Task<T>> ask, CancellationToken cancellationToken);
}
