using ElasticGrains.Ledger;

namespace ElasticGrains.S3;

/// <summary>Answers in S3: an object is there whole or not at all.</summary>
public static class S3Outputs
{
    /// <summary>Tells whether a name is that of one object.</summary>
    /// <exception cref="ArgumentException">It is not; the message says what is wrong.</exception>
    public static void Check(string name) => Parse(name);

    /// <summary>Writes an object that is not there yet.</summary>
    /// <param name="name">Its name, as <see cref="S3Inputs"/> has them: <c>s3://bucket/key</c>, with <c>?endpoint=…</c> where it is not at AWS.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="cancellationToken">Gives up; the object may be written all the same.</param>
    /// <returns>False when there is one, which stays as it is.</returns>
    /// <exception cref="ArgumentException">The name is none of one object.</exception>
    /// <exception cref="LedgerUnavailableException">It cannot be written now.</exception>
    public static async Task<bool> CreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var parsed = Parse(name);
        using var objects = new S3Objects(parsed.Place, "");
        return await objects.CreateAsync(S3Name.Plain(parsed.Key), content, cancellationToken).ConfigureAwait(false);
    }

    private static S3Name Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var parsed = S3Name.Parse(name);
        return parsed is { IsPattern: false, Key: [.., not '/'] } ? parsed : throw new ArgumentException($"'{name}' is no name of one object; name it as s3://bucket/key.");
    }
}
