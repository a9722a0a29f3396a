using System.Net;
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

    private readonly ClusterToken _token;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public TransferClient(ClusterToken token, TimeProvider time)
    {
        (_token, _time) = (token, time);

        // Whatever the machine says of proxies, silos reach each other.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = ConnectWithin, AutomaticDecompression = DecompressionMethods.None })
        {
            Timeout = Silence,
        };
    }

    public async Task<T?> ReadAsync<T>(string address, string name, Func<Stream, CancellationToken, Task<T>> readAsync, CancellationToken cancellationToken)
        where T : class
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{address}{TransferRequest.Path}?{TransferRequest.Name}={Uri.EscapeDataString(name)}");
        request.Headers.Add(TransferRequest.Signature, TransferRequest.Sign(_token, address, name, _time.GetUtcNow()));
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

    public void Dispose() => _http.Dispose();
}
