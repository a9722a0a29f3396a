namespace ElasticGrains.Inputs;

/// <summary>The way into a grid's <see cref="IUploadStore"/> for its clients. It keeps nothing itself: any silo answers, and any key means the same.</summary>
[GrainInterfaceType("eg.uploads"), Alias("eg.uploads")]
public interface IUploadsGrain : IGrainWithStringKey
{
    /// <summary>How long a call with a part is waited for: the sender may be far away, on a connection of half a megabyte a second.</summary>
    private const string PartTimeout = "00:00:10";

    /// <inheritdoc cref="IUploadStore.BeginAsync"/>
    /// <exception cref="ArgumentException">The name is none, or the time is too short or too long.</exception>
    [Alias("begin")]
    Task<UploadedInput> BeginAsync(string name, TimeSpan keep);

    /// <inheritdoc cref="IUploadStore.WriteAsync"/>
    [Alias("put"), ResponseTimeout(PartTimeout)]
    Task<UploadStatus> PutAsync(long upload, UploadPart part);

    /// <summary>What is there of an input, in order, from a part on: a thousand or so; none at the end.</summary>
    [Alias("stamps")]
    Task<IReadOnlyList<UploadStamp>> ListPartsAsync(long upload, int from);

    /// <inheritdoc cref="IUploadStore.CompleteAsync"/>
    /// <exception cref="ArgumentException">Its files make no sense.</exception>
    [Alias("complete")]
    Task<UploadStatus> CompleteAsync(long upload, IReadOnlyList<UploadedFile> files, string fingerprint);

    /// <inheritdoc cref="IUploadSource.FindAsync"/>
    [Alias("find")]
    Task<UploadedInput?> FindAsync(string name);

    /// <summary>Inputs without their files, ordinal by name, after a name (empty for the first): a thousand or so; none at the end.</summary>
    [Alias("list")]
    Task<IReadOnlyList<UploadedInput>> ListAsync(string after);

    /// <summary>One part of a complete input, which is being read from now on; null when there is no such input or part any more.</summary>
    [Alias("read"), ResponseTimeout(PartTimeout)]
    Task<UploadPart?> ReadAsync(string name, string fingerprint, int part);

    /// <inheritdoc cref="IUploadStore.DeleteAsync"/>
    [Alias("delete")]
    Task<UploadStatus> DeleteAsync(long upload, bool force);
}
