using System.Net;
using System.Runtime.InteropServices;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using ElasticGrains.Ledger;

namespace ElasticGrains.S3;

/// <summary>Objects of one place. An object is there whole or not at all: S3 shows none that is still being written.</summary>
internal sealed class S3Objects : IDisposable
{
    // What a request may take beside the bytes that are sent, how slow these may go, and how long none may come.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const long LeastBytesPerSecond = 1 << 20;
    private const int Retries = 2;
    private const string WriterKey = "elasticgrains-writer";

    private readonly S3Place _place;
    private readonly string _consequence;
    private readonly Lazy<AmazonS3Client> _client;

    /// <param name="place">Where.</param>
    /// <param name="consequence">What follows when they cannot be used, see <see cref="S3Trouble"/>.</param>
    /// <param name="credentials">Who asks; null for what the client finds.</param>
    public S3Objects(S3Place place, string consequence, AWSCredentials? credentials = null)
    {
        (_place, _consequence) = (place, consequence);
        _client = new Lazy<AmazonS3Client>(
            () => credentials is null ? new AmazonS3Client(ConfigOf(place)) : new AmazonS3Client(credentials, ConfigOf(place)), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Writes an object.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be written now; it may be there all the same.</exception>
    public Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => PutAsync(name, content, writer: null, cancellationToken);

    /// <summary>Writes an object, unless there is one of that name.</summary>
    /// <returns>False when there is.</returns>
    /// <exception cref="LedgerUnavailableException">It cannot be written now; it may be there all the same.</exception>
    public async Task<bool> CreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        // Not every service knows the condition.
        await FindAsync(name, cancellationToken).ConfigureAwait(false) is null && await PutAsync(name, content, writer: Guid.NewGuid().ToString(), cancellationToken).ConfigureAwait(false);

    /// <summary>Reads from an object, from an offset on, as many bytes as there is room for.</summary>
    /// <returns>How many there were; null when there is no such object.</returns>
    /// <exception cref="LedgerUnavailableException">It cannot be read now.</exception>
    public Task<int?> ReadAsync(string name, long offset, Memory<byte> into, CancellationToken cancellationToken) => ReadAsync(name, version: null, offset, into, cancellationToken);

    /// <summary>The same of one version of an object: null also when it is another one now.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be read now, or the service does not give what is asked for.</exception>
    public async Task<int?> ReadAsync(string name, S3Version? version, long offset, Memory<byte> into, CancellationToken cancellationToken)
    {
        if (into.IsEmpty)
        {
            // No range of HTTP is empty.
            return 0;
        }

        return await CallAsync<int?>(
            async (client, patience) =>
            {
                var request = new GetObjectRequest { BucketName = _place.Bucket, Key = _place.KeyOf(name), ByteRange = new ByteRange(offset, offset + into.Length - 1), EtagToMatch = version?.Quoted };
                try
                {
                    using var response = await client.GetObjectAsync(request, patience.Token).ConfigureAwait(false);
                    if (version is not null && !version.IsOf(response.ETag))
                    {
                        // Not every service knows the condition.
                        return null;
                    }

                    if (version is not null && !version.IsAnswered(response.ContentRange, response.ContentLength, offset, into.Length))
                    {
                        throw new LedgerUnavailableException($"The {_place.Where} answers with {response.ContentLength} bytes ('{response.ContentRange}'), not those that were asked for.{_consequence}");
                    }

                    return await FillAsync(into, response.ResponseStream, patience).ConfigureAwait(false);
                }
                catch (AmazonS3Exception error) when (error.ErrorCode == S3Trouble.NoObject || error.StatusCode == HttpStatusCode.PreconditionFailed)
                {
                    return null;
                }
                catch (AmazonS3Exception error) when (error.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
                {
                    return version is null ? 0 : null;
                }
            },
            bytes: 0,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes an object; that there is none is no error.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be deleted now.</exception>
    public Task DeleteAsync(string name, CancellationToken cancellationToken) => CallAsync(
        async (client, patience) =>
        {
            await client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _place.Bucket, Key = _place.KeyOf(name) }, patience.Token).ConfigureAwait(false);
            return true;
        },
        bytes: 0,
        cancellationToken);

    /// <summary>What an object is now; null when there is none, or no such bucket.</summary>
    /// <exception cref="LedgerUnavailableException">That cannot be found out now.</exception>
    public Task<S3Entry?> FindAsync(string name, CancellationToken cancellationToken) => CallAsync(
        async (client, patience) =>
        {
            var key = _place.KeyOf(name);
            try
            {
                var found = await client.GetObjectMetadataAsync(_place.Bucket, key, patience.Token).ConfigureAwait(false);
                return new S3Entry(key, found.ContentLength, found.LastModified ?? default, found.ETag);
            }
            catch (AmazonS3Exception error) when (error.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }
        },
        bytes: 0,
        cancellationToken);

    /// <summary>The objects whose names begin so, in the order of the service.</summary>
    /// <param name="prefix">What they begin with.</param>
    /// <param name="most">Where there are more, one page more at most is given.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LedgerUnavailableException">They cannot be listed now.</exception>
    public async Task<IReadOnlyList<S3Entry>> ListAsync(string prefix, int most, CancellationToken cancellationToken)
    {
        var found = new List<S3Entry>();
        var request = new ListObjectsV2Request { BucketName = _place.Bucket, Prefix = _place.KeyOf(prefix) };
        do
        {
            var page = await CallAsync((client, patience) => client.ListObjectsV2Async(request, patience.Token), bytes: 0, cancellationToken).ConfigureAwait(false);
            found.AddRange((page.S3Objects ?? []).Select(item => new S3Entry(item.Key, item.Size ?? 0, item.LastModified ?? default, item.ETag)));
            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null && found.Count <= most);

        return found;
    }

    /// <summary>The same place, and the region that the client has found for it where it names none: other machines may find another.</summary>
    /// <exception cref="LedgerUnavailableException">The client finds none.</exception>
    public Task<S3Place> WithRegionAsync() => CallAsync((client, _) => Task.FromResult(_place.In(client.Config.RegionEndpoint?.SystemName)), bytes: 0, CancellationToken.None);

    // One that has a writer's name is written where there is none yet.
    private Task<bool> PutAsync(string name, ReadOnlyMemory<byte> content, string? writer, CancellationToken cancellationToken) => CallAsync(
        async (client, patience) =>
        {
            using var stream = StreamOf(content);
            var request = new PutObjectRequest
            {
                BucketName = _place.Bucket,
                Key = _place.KeyOf(name),
                InputStream = stream,
                AutoCloseStream = false,
                IfNoneMatch = writer is null ? null : "*",

                // A server that does not know chunks with signatures would keep those as content.
                UseChunkEncoding = false,
            };
            if (writer is not null)
            {
                request.Metadata.Add(WriterKey, writer);
            }

            try
            {
                await client.PutObjectAsync(request, patience.Token).ConfigureAwait(false);
                return true;
            }
            catch (AmazonS3Exception error) when (error.StatusCode == HttpStatusCode.PreconditionFailed)
            {
                // It may be this one, by a try whose answer was lost.
                var there = await client.GetObjectMetadataAsync(_place.Bucket, request.Key, patience.Token).ConfigureAwait(false);
                return there.Metadata[WriterKey] == writer;
            }
        },
        content.Length,
        cancellationToken);

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    private async Task<T> CallAsync<T>(Func<AmazonS3Client, CancellationTokenSource, Task<T>> work, long bytes, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience + TimeSpan.FromSeconds((double)bytes / LeastBytesPerSecond));
        try
        {
            return await work(_client.Value, patience).ConfigureAwait(false);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            throw S3Trouble.Of(error, _place, _consequence);
        }
    }

    // A slow line is no silence: many may share it.
    private static async Task<int> FillAsync(Memory<byte> into, Stream from, CancellationTokenSource patience)
    {
        var filled = 0;
        while (filled < into.Length && await from.ReadAsync(into[filled..], patience.Token).ConfigureAwait(false) is > 0 and var count)
        {
            filled += count;
            patience.CancelAfter(Patience);
        }

        return filled;
    }

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> content) => MemoryMarshal.TryGetArray(content, out var part)
        ? new MemoryStream(part.Array!, part.Offset, part.Count, writable: false)
        : new MemoryStream(content.ToArray(), writable: false);

    private static AmazonS3Config ConfigOf(S3Place place)
    {
        var config = new AmazonS3Config
        {
            MaxErrorRetry = Retries,
            RetryMode = RequestRetryMode.Standard,

            // Who reads what another has named must not end up elsewhere: the name says where.
            IgnoreConfiguredEndpointUrls = true,

            // Blocks have checksums of their own, and not every service understands those that the client would add.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (place.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.GetLeftPart(UriPartial.Authority);
            config.ForcePathStyle = true;
            config.AuthenticationRegion = place.Region ?? "us-east-1";
        }
        else if (place.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return config;
    }
}
