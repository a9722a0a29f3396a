using ElasticGrains.Inputs;
using Orleans.Concurrency;

namespace ElasticGrains.Runtime.Inputs;

/// <summary>The store of inputs, for clients: looks at what they ask, and has nothing of its own.</summary>
[GrainType("eg.uploads"), Reentrant, StatelessWorker(1)]
internal sealed class UploadsGrain(IUploadStore store) : Grain, IUploadsGrain
{
    // Of entries of some hundred bytes.
    private const int Page = 1000;

    public Task<UploadedInput> BeginAsync(string name, TimeSpan keep)
    {
        Refuse(UploadRules.NameProblem(name), nameof(name));
        Refuse(UploadRules.KeepProblem(keep), nameof(keep));
        return store.BeginAsync(name, keep);
    }

    public Task<UploadStatus> PutAsync(long upload, UploadPart part) => store.WriteAsync(upload, part);

    public Task<IReadOnlyList<UploadStamp>> ListPartsAsync(long upload, int from) => store.ListPartsAsync(upload, from, Page);

    public Task<UploadStatus> CompleteAsync(long upload, IReadOnlyList<UploadedFile> files, string fingerprint)
    {
        Refuse(UploadRules.FilesProblem(files), nameof(files));
        return store.CompleteAsync(upload, files, fingerprint);
    }

    public Task<UploadedInput?> FindAsync(string name) => store.FindAsync(name);

    public Task<IReadOnlyList<UploadedInput>> ListAsync(string after) => store.ListAsync(after, Page);

    public async Task<UploadPart?> ReadAsync(string name, string fingerprint, int part)
    {
        await store.TouchAsync(name, fingerprint);
        return (await store.ReadAsync(name, fingerprint, part, 1))?.SingleOrDefault();
    }

    public Task<UploadStatus> DeleteAsync(long upload, bool force) => store.DeleteAsync(upload, force);

    private static void Refuse(string? problem, string parameter)
    {
        if (problem is not null)
        {
            throw new ArgumentException(problem, parameter);
        }
    }
}
