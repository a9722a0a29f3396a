using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace ElasticGrains.Security;

/// <summary>
/// The secret that everybody in a cluster knows: silos and clients. It signs each request and never travels itself. A signature binds
/// the target, the method and the time; what a call carries besides is protected by the network or by TLS.
/// </summary>
public sealed class ClusterToken
{
    /// <summary>The shortest token, in characters: 128 bits as hexadecimal digits.</summary>
    public const int MinLength = 32;

    /// <summary>The length of a signature: 41 bytes.</summary>
    public const int SignatureBytes = HeadBytes + HMACSHA256.HashSizeInBytes;

    // Machines whose clocks differ by minutes still understand each other; a recorded request can be sent again for as long.
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    // The version of the protocol, then the time in seconds.
    private const int HeadBytes = sizeof(byte) + sizeof(long);

    private readonly byte[] _key;

    // With the key taken in: two thirds of the time of a signature went into that.
    private readonly ConcurrentBag<IncrementalHash> _hashes = [];

    /// <summary>Takes a token.</summary>
    /// <exception cref="ArgumentException">It is too short to be a secret.</exception>
    public ClusterToken(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var trimmed = token.Trim();
        if (trimmed.Length < MinLength)
        {
            throw new ArgumentException($"A cluster token has at least {MinLength} characters; this one has {trimmed.Length}. Make one with 'openssl rand -hex 32'.", nameof(token));
        }

        _key = SHA256.HashData(Encoding.UTF8.GetBytes(trimmed));
    }

    /// <summary>A fresh token of 256 bits.</summary>
    public static string Fresh() => RandomNumberGenerator.GetHexString(64, lowercase: true);

    /// <summary>Reads a token from a file that only its owner may read, or that a container runtime mounted.</summary>
    /// <exception cref="ArgumentException">There is no such file, others may read it, or it holds no token: the message says what to do.</exception>
    public static ClusterToken ReadFrom(string file) =>
        new(SecretFile.Read(file, "token file", $"Make one with 'openssl rand -hex 32 > {file}; chmod 600 {file}'."));

    /// <summary>Signs a request.</summary>
    /// <param name="target">Whom it calls.</param>
    /// <param name="method">What it calls there.</param>
    /// <param name="now">The time.</param>
    /// <param name="protocol">The version of the protocol that the caller speaks.</param>
    /// <returns>The version, the time and the signature: 41 bytes.</returns>
    public byte[] Sign(string target, string method, DateTimeOffset now, byte protocol = GridProtocol.Version)
    {
        var signature = new byte[SignatureBytes];
        signature[0] = protocol;
        BinaryPrimitives.WriteInt64LittleEndian(signature.AsSpan(sizeof(byte)), now.ToUnixTimeSeconds());
        Compute(signature.AsSpan(0, HeadBytes), target, method, signature.AsSpan(HeadBytes));
        return signature;
    }

    /// <summary>The version of the protocol that a caller speaks; believe it only when <see cref="Verify"/> is true.</summary>
    public static byte ProtocolOf(ReadOnlySpan<byte> signature) => signature.IsEmpty ? (byte)0 : signature[0];

    /// <summary>True when a request was signed with this token, for this target and method, not long ago.</summary>
    public bool Verify(ReadOnlySpan<byte> signature, string target, string method, DateTimeOffset now)
    {
        if (signature.Length != SignatureBytes)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Compute(signature[..HeadBytes], target, method, expected);
        var age = now.ToUnixTimeSeconds() - BinaryPrimitives.ReadInt64LittleEndian(signature[sizeof(byte)..]);
        return CryptographicOperations.FixedTimeEquals(expected, signature[HeadBytes..]) && Math.Abs(age) <= Window.TotalSeconds;
    }

    private void Compute(ReadOnlySpan<byte> head, string target, string method, Span<byte> signature)
    {
        // Lengths come first, so that no two requests have the same text.
        var most = (2 * sizeof(int)) + HeadBytes + Encoding.UTF8.GetMaxByteCount(target.Length) + Encoding.UTF8.GetMaxByteCount(method.Length);
        var text = most <= 1024 ? stackalloc byte[1024] : new byte[most];
        head.CopyTo(text);
        var length = HeadBytes;
        length += Append(text[length..], target);
        length += Append(text[length..], method);
        var hash = _hashes.TryTake(out var free) ? free : IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(text[..length]);
        hash.GetHashAndReset(signature);
        _hashes.Add(hash);
    }

    private static int Append(Span<byte> text, string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part, text[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(text, bytes);
        return sizeof(int) + bytes;
    }
}
