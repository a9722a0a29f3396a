using ElasticGrains.Security;

namespace ElasticGrains.Transfer;

/// <summary>
/// How one silo asks another for bytes, over HTTP: <c>GET /transfer?name=…</c> for what is written while it is sent, in frames, and <c>GET /blocks?name=…</c>
/// for a block or, with a <c>Range</c>, a part of it. Each with a signature of the cluster's token.
/// </summary>
public static class TransferRequest
{
    /// <summary>The path of what is written while it is sent.</summary>
    public const string Path = "/transfer";

    /// <summary>The path of blocks.</summary>
    public const string BlockPath = "/blocks";

    /// <summary>The parameter of the query that says what is asked for.</summary>
    public const string Name = "name";

    /// <summary>The header with the signature, in Base64.</summary>
    public const string Signature = "eg-signature";

    /// <summary>Signs a request for a name at a path, to a server that is reached at an address.</summary>
    public static string Sign(ClusterToken token, string address, string path, string name, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Convert.ToBase64String(token.Sign(address, MethodOf(path, name), now));
    }

    /// <summary>True when a request to this address was signed with the cluster's token, for this path and name, not long ago.</summary>
    public static bool IsSigned(ClusterToken token, string address, string path, string name, string? signature, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(token);
        var bytes = new byte[ClusterToken.SignatureBytes];
        return Convert.TryFromBase64String(signature ?? "", bytes, out var length) && token.Verify(bytes.AsSpan(0, length), address, MethodOf(path, name), now)
            && ClusterToken.ProtocolOf(bytes) == GridProtocol.Version;
    }

    private static string MethodOf(string path, string name) => $"{path} {name}";
}
