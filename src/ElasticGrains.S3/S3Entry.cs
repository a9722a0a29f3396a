namespace ElasticGrains.S3;

/// <summary>An object, as a listing has it.</summary>
/// <param name="Key">Its whole name in the bucket.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Modified">When it was written.</param>
/// <param name="Tag">What changes with its content (its ETag).</param>
internal sealed record S3Entry(string Key, long Length, DateTime Modified, string Tag);
