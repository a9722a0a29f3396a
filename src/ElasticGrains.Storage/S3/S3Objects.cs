using System.Net;
using System.Runtime.InteropServices;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using ElasticGrains.Ledger;

namespace ElasticGrains.Storage.S3;

/// <summary>Objects of one place. An object is there whole or not at all: S3 shows none that is still being written.</summary>
internal sealed class S3Objects : IDisposable
{
    // What a request may take beside its bytes, and how slow these may come.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const long LeastBytesPerSecond = 1 << 20;
    private const int Retries = 2;

    private readonly S3Place _place;
    private readonly Lazy<AmazonS3Client> _client;

    /// <param name="place">Where.</param>
    /// <param name="credentials">Who asks; null for what the client finds.</param>
    public S3Objects(S3Place place, AWSCredentials? credentials = null)
    {
        _place = place;
        _client = new Lazy<AmazonS3Client>(
            () => credentials is null ? new AmazonS3Client(ConfigOf(place)) : new AmazonS3Client(credentials, ConfigOf(place)), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Writes an object.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be written now; it may be there all the same.</exception>
    public Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => CallAsync(
        async (client, stop) =>
        {
            // A server that does not know chunks with signatures would keep those as content.
            using var stream = StreamOf(content);
            var request = new PutObjectRequest { BucketName = _place.Bucket, Key = _place.KeyOf(name), InputStream = stream, AutoCloseStream = false, UseChunkEncoding = false };
            await client.PutObjectAsync(request, stop);
            return true;
        },
        content.Length,
        cancellationToken);

    /// <summary>Reads from an object, from an offset on, as many bytes as there is room for.</summary>
    /// <returns>How many there were; null when there is no such object.</returns>
    /// <exception cref="LedgerUnavailableException">It cannot be read now.</exception>
    public async Task<int?> ReadAsync(string name, long offset, Memory<byte> into, CancellationToken cancellationToken)
    {
        if (into.IsEmpty)
        {
            // No range of HTTP is empty.
            return 0;
        }

        return await CallAsync<int?>(
            async (client, stop) =>
            {
                var request = new GetObjectRequest { BucketName = _place.Bucket, Key = _place.KeyOf(name), ByteRange = new ByteRange(offset, offset + into.Length - 1) };
                try
                {
                    using var response = await client.GetObjectAsync(request, stop);
                    await using var body = response.ResponseStream;
                    return await body.ReadAtLeastAsync(into, into.Length, throwOnEndOfStream: false, stop);
                }
                catch (AmazonS3Exception error) when (error.ErrorCode == S3Trouble.NoObject)
                {
                    return null;
                }
                catch (AmazonS3Exception error) when (error.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
                {
                    return 0;
                }
            },
            into.Length,
            cancellationToken);
    }

    /// <summary>Deletes an object; that there is none is no error.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be deleted now.</exception>
    public Task DeleteAsync(string name, CancellationToken cancellationToken) => CallAsync(
        async (client, stop) =>
        {
            await client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _place.Bucket, Key = _place.KeyOf(name) }, stop);
            return true;
        },
        bytes: 0,
        cancellationToken);

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    private async Task<T> CallAsync<T>(Func<AmazonS3Client, CancellationToken, Task<T>> work, long bytes, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience + TimeSpan.FromSeconds((double)bytes / LeastBytesPerSecond));
        try
        {
            return await work(_client.Value, patience.Token);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            throw S3Trouble.Of(error, _place);
        }
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
