namespace ElasticGrains.Transfer;

/// <summary>Something that is about to be sent.</summary>
public interface ITransfer : IDisposable
{
    /// <summary>Writes it.</summary>
    Task WriteToAsync(Stream stream, CancellationToken cancellationToken);

    /// <summary>It was sent whole.</summary>
    void Sent();
}
