using ElasticGrains.Inputs;

namespace ElasticGrains.Testing.Clusters;

/// <summary>The inputs as one silo reaches them.</summary>
internal sealed class LinkedUploads(DatabaseLink link) : IUploadStore
{
    // Silos of these clusters start while the database is away, as those of real ones do not, and each asks at its start.
    public Task<string> IdentifyAsync(CancellationToken cancellationToken = default) => link.Ledger.IdentifyAsync(cancellationToken);

    public Task<UploadedInput> BeginAsync(string name, TimeSpan keep, CancellationToken cancellationToken = default) => Call(uploads => uploads.BeginAsync(name, keep, cancellationToken));

    public Task<UploadStatus> WriteAsync(long upload, UploadPart part, CancellationToken cancellationToken = default) => Call(uploads => uploads.WriteAsync(upload, part, cancellationToken));

    public Task<IReadOnlyList<UploadStamp>> ListPartsAsync(long upload, int from, int most, CancellationToken cancellationToken = default) =>
        Call(uploads => uploads.ListPartsAsync(upload, from, most, cancellationToken));

    public Task<UploadStatus> CompleteAsync(long upload, IReadOnlyList<UploadedFile> files, string fingerprint, CancellationToken cancellationToken = default) =>
        Call(uploads => uploads.CompleteAsync(upload, files, fingerprint, cancellationToken));

    public Task<UploadedInput?> FindAsync(string name, CancellationToken cancellationToken = default) => Call(uploads => uploads.FindAsync(name, cancellationToken));

    public Task<IReadOnlyList<UploadedInput>> ListAsync(string after, int most, CancellationToken cancellationToken = default) => Call(uploads => uploads.ListAsync(after, most, cancellationToken));

    public Task<IReadOnlyList<UploadPart>?> ReadAsync(string name, string fingerprint, int first, int count, CancellationToken cancellationToken = default) =>
        Call(uploads => uploads.ReadAsync(name, fingerprint, first, count, cancellationToken));

    public Task TouchAsync(string name, string fingerprint, CancellationToken cancellationToken = default) => Call(async uploads =>
    {
        await uploads.TouchAsync(name, fingerprint, cancellationToken);
        return true;
    });

    public Task<UploadStatus> DeleteAsync(long upload, bool force, CancellationToken cancellationToken = default) => Call(uploads => uploads.DeleteAsync(upload, force, cancellationToken));

    public Task<int> CollectAsync(CancellationToken cancellationToken = default) => Call(uploads => uploads.CollectAsync(cancellationToken));

    public Task<IReadOnlyList<(string Name, string Problem)>> CheckAsync(CancellationToken cancellationToken = default) => Call(uploads => uploads.CheckAsync(cancellationToken));

    private Task<T> Call<T>(Func<IUploadStore, Task<T>> call) => link.CallAsync(database => call(database.Uploads), isWrite: false);
}
