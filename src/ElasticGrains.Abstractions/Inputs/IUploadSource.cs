using ElasticGrains.Ledger;

namespace ElasticGrains.Inputs;

/// <summary>Where inputs that lie in a grid are read from: its ledger, or the grid itself by whoever is a client of it.</summary>
public interface IUploadSource
{
    /// <summary>The input of that name, with its files; null when there is none.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be said now.</exception>
    Task<UploadedInput?> FindAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Parts of a complete input, in order. They are as they were found: whoever uses them checks them (<see cref="UploadPart.IsSound"/>).</summary>
    /// <param name="name">The input.</param>
    /// <param name="fingerprint">Its fingerprint: another one of that name is not read.</param>
    /// <param name="first">The first part, from 0.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Null when there is no such input any more; fewer than asked for where it ends, or lacks one.</returns>
    /// <exception cref="LedgerUnavailableException">They cannot be read now.</exception>
    Task<IReadOnlyList<UploadPart>?> ReadAsync(string name, string fingerprint, int first, int count, CancellationToken cancellationToken = default);

    /// <summary>Says that an input is being read: it is not deleted for a while, and kept from now on. To be called once a minute.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be said now.</exception>
    Task TouchAsync(string name, string fingerprint, CancellationToken cancellationToken = default);
}
