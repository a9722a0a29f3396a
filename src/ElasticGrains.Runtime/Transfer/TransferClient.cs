using System.IO.Hashing;
using System.Net;
using System.Net.Http.Headers;
using ElasticGrains.Security;
using ElasticGrains.Transfer;

namespace ElasticGrains.Runtime.Transfer;

/// <summary>Fetches bytes from other silos, over connections that are kept.</summary>
internal sealed class TransferClient : ITransferClient, IDisposable
{
    /// <summary>A sender that sends nothing for so long is given up.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    // Silos are near each other: where nobody answers within that, a firewall is between them.
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(1);

    // A broken connection is one thing; a silo whose connections keep breaking is asked no more.
    private const int Connections = 3;

    // A slower silo is not worth waiting for: the store is as fast.
    private const int LeastBytesPerSecond = 4 << 20;

    // What is hashed at once is still in the cache.
    private const int Most = 256 * 1024;

    private readonly ClusterToken _token;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public TransferClient(ClusterToken token, TimeProvider time)
        : this(token, time, connect: null)
    {
    }

    /// <param name="token">Signs requests.</param>
    /// <param name="time">The clock.</param>
    /// <param name="connect">How to connect; null for as usual.</param>
    internal TransferClient(ClusterToken token, TimeProvider time, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? connect)
    {
        (_token, _time) = (token, time);

        // Whatever the machine says of proxies, silos reach each other.
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectTimeout = ConnectWithin,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = connect,
        })
        {
            Timeout = Silence,
        };
    }

    public async Task<T?> ReadAsync<T>(string address, string name, Func<Stream, CancellationToken, Task<T>> readAsync, CancellationToken cancellationToken)
        where T : class
    {
        using var request = RequestFor(address, TransferRequest.Path, name);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var frames = new FrameReadStream(body, Silence, cancellationToken);
        var read = await readAsync(frames, cancellationToken);
        try
        {
            await frames.CompleteAsync();
            return read;
        }
        catch
        {
            (read as IDisposable)?.Dispose();
            throw;
        }
    }

    public async Task<bool> FetchAsync(string address, string name, Memory<byte> into, ulong checksum, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Silence + TimeSpan.FromSeconds((double)into.Length / LeastBytesPerSecond));
        try
        {
            return await FetchAsync(address, name, into, checksum, patience).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The block comes with less than {LeastBytesPerSecond:N0} bytes in a second.", error);
        }
    }

    private async Task<bool> FetchAsync(string address, string name, Memory<byte> into, ulong checksum, CancellationTokenSource patience)
    {
        var cancellationToken = patience.Token;
        var hash = new XxHash3();
        var filled = 0;
        for (var connection = 1; ; connection++)
        {
            var before = filled;
            try
            {
                using var request = RequestFor(address, TransferRequest.BlockPath, name);
                request.Headers.Range = filled > 0 ? new RangeHeaderValue(filled, to: null) : null;
                using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
                if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.RequestedRangeNotSatisfiable)
                {
                    return false;
                }

                response.EnsureSuccessStatusCode();
                if (response.Content.Headers.ContentLength != into.Length - filled)
                {
                    return false;
                }

                using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
                using var reader = new PatientReader(body, Silence, cancellationToken);
                while (filled < into.Length)
                {
                    // What comes as fast as it is read would keep a thread for as long as it lasts, and calls wait for one.
                    await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                    var part = into.Slice(filled, Math.Min(Most, into.Length - filled));
                    var count = await reader.ReadAsync(part).ConfigureAwait(false);
                    hash.Append(count > 0 ? part.Span[..count] : throw new EndOfStreamException($"The block ended after {filled} of {into.Length} bytes."));
                    filled += count;
                }

                return hash.GetCurrentHashAsUInt64() == checksum ? true : throw new InvalidDataException("The bytes of the block do not match its checksum.");
            }
            catch (IOException) when (filled > before && connection < Connections)
            {
                // Broken, behind what has come.
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage RequestFor(string address, string path, string name)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"http://{address}{path}?{TransferRequest.Name}={Uri.EscapeDataString(name)}");
        request.Headers.Add(TransferRequest.Signature, TransferRequest.Sign(_token, address, path, name, _time.GetUtcNow()));
        return request;
    }
}
