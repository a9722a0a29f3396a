using ElasticGrains.Ledger;

namespace ElasticGrains.Inputs;

/// <summary>Keeps the inputs that users put into a grid, durable with its ledger. Everything may be called again when its fate is unknown, by anyone at once.</summary>
public interface IUploadStore : IUploadSource
{
    /// <summary>What tells this ledger from all others.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be said now.</exception>
    Task<string> IdentifyAsync(CancellationToken cancellationToken = default);

    /// <summary>Begins an input, or finds the one that has the name: one that is not complete goes on, one that is has been used by this.</summary>
    /// <param name="name">A name, see <see cref="UploadRules.NameProblem"/>.</param>
    /// <param name="keep">How long it is kept after its last use; wins over what was said before.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="LedgerUnavailableException">The store cannot do it now.</exception>
    Task<UploadedInput> BeginAsync(string name, TimeSpan keep, CancellationToken cancellationToken = default);

    /// <summary>Writes a part. When the task completes it is durable.</summary>
    /// <param name="upload">The input, by its number.</param>
    /// <param name="part">The part; its bytes are not kept after the task completes.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Done (also when the same part was there), Differs, Complete (when that part is not among its own), Missing or Damaged.</returns>
    /// <exception cref="LedgerUnavailableException">The store cannot take it now.</exception>
    Task<UploadStatus> WriteAsync(long upload, UploadPart part, CancellationToken cancellationToken = default);

    /// <summary>What is there of an input, in order: at most <paramref name="most"/> parts from <paramref name="from"/> on.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be said now.</exception>
    Task<IReadOnlyList<UploadStamp>> ListPartsAsync(long upload, int from, int most, CancellationToken cancellationToken = default);

    /// <summary>Completes an input, all parts of which are there.</summary>
    /// <param name="upload">The input, by its number.</param>
    /// <param name="files">Its files, see <see cref="UploadRules.FilesProblem"/>.</param>
    /// <param name="fingerprint">What the sender counted of it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Done (also when it was complete, as this), Differs, Missing or Unfinished.</returns>
    /// <exception cref="LedgerUnavailableException">The store cannot do it now.</exception>
    Task<UploadStatus> CompleteAsync(long upload, IReadOnlyList<UploadedFile> files, string fingerprint, CancellationToken cancellationToken = default);

    /// <summary>Inputs without their files, ordinal by name: at most <paramref name="most"/> whose names come after <paramref name="after"/>.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be said now.</exception>
    Task<IReadOnlyList<UploadedInput>> ListAsync(string after, int most, CancellationToken cancellationToken = default);

    /// <summary>Deletes an input, complete or not. Of a large one some parts may be left to the next collection.</summary>
    /// <param name="upload">Its number: said once more it deletes no other that has its name by then.</param>
    /// <param name="force">Also when somebody reads it, whose job fails then.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Done, InUse, or Missing.</returns>
    /// <exception cref="LedgerUnavailableException">The store cannot do it now.</exception>
    Task<UploadStatus> DeleteAsync(long upload, bool force, CancellationToken cancellationToken = default);

    /// <summary>Forgets what has expired (<see cref="UploadedInput.Expires"/>), and what is left of inputs that were deleted.</summary>
    /// <returns>How many inputs.</returns>
    /// <exception cref="LedgerUnavailableException">The store cannot do it now.</exception>
    Task<int> CollectAsync(CancellationToken cancellationToken = default);

    /// <summary>The complete inputs that are not as they should be: parts are missing, too many or of another length. Their bytes are not read.</summary>
    /// <returns>The name of each, and what is wrong with it.</returns>
    /// <exception cref="LedgerUnavailableException">It cannot be said now.</exception>
    Task<IReadOnlyList<(string Name, string Problem)>> CheckAsync(CancellationToken cancellationToken = default);
}
