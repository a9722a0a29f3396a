using System.Buffers.Binary;
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

    // Machines whose clocks differ by minutes still understand each other; a recorded request can be sent again for as long.
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private const int TimeBytes = sizeof(long);

    private readonly byte[] _key;

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
    /// <returns>The time and the signature: 40 bytes.</returns>
    public byte[] Sign(string target, string method, DateTimeOffset now)
    {
        var signature = new byte[TimeBytes + HMACSHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64LittleEndian(signature, now.ToUnixTimeSeconds());
        Compute(signature.AsSpan(0, TimeBytes), target, method, signature.AsSpan(TimeBytes));
        return signature;
    }

    /// <summary>True when a request was signed with this token, for this target and method, not long ago.</summary>
    public bool Verify(ReadOnlySpan<byte> signature, string target, string method, DateTimeOffset now)
    {
        if (signature.Length != TimeBytes + HMACSHA256.HashSizeInBytes)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Compute(signature[..TimeBytes], target, method, expected);
        var age = now.ToUnixTimeSeconds() - BinaryPrimitives.ReadInt64LittleEndian(signature);
        return CryptographicOperations.FixedTimeEquals(expected, signature[TimeBytes..]) && Math.Abs(age) <= Window.TotalSeconds;
    }

    private void Compute(ReadOnlySpan<byte> time, string target, string method, Span<byte> signature)
    {
        // Lengths come first, so that no two requests have the same text.
        var most = (2 * sizeof(int)) + TimeBytes + Encoding.UTF8.GetMaxByteCount(target.Length) + Encoding.UTF8.GetMaxByteCount(method.Length);
        var text = most <= 1024 ? stackalloc byte[1024] : new byte[most];
        time.CopyTo(text);
        var length = TimeBytes;
        length += Append(text[length..], target);
        length += Append(text[length..], method);
        HMACSHA256.HashData(_key, text[..length], signature);
    }

    private static int Append(Span<byte> text, string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part, text[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(text, bytes);
        return sizeof(int) + bytes;
    }
}
