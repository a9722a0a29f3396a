namespace ElasticGrains.Storage.Durable;

/// <summary>A request whose work may run more than once, each time from the start.</summary>
/// <typeparam name="TContext">What the work sees of the transaction.</typeparam>
internal abstract class WriteRequest<TContext> : WriteRequest
{
    /// <summary>Runs the work inside the transaction.</summary>
    public abstract void Run(TContext context);
}
