using ElasticGrains.Blocks;
using ElasticGrains.Hashing;

namespace ElasticGrains.Client;

/// <summary>Fetches in parts what is too large for one message: other calls on the same connection get through between two of them.</summary>
internal static class PartReader
{
    /// <exception cref="BlockCorruptException">What arrived does not match its checksum.</exception>
    public static async Task<byte[]> ReadAsync(Func<long, Task<BytePart>> read, string what) => (await TryReadAsync(async from => await read(from), what))!;

    /// <summary>Null when there is nothing to read.</summary>
    /// <exception cref="BlockCorruptException">What arrived does not match its checksum.</exception>
    public static async Task<byte[]?> TryReadAsync(Func<long, Task<BytePart?>> read, string what)
    {
        if (await read(0) is not { } part)
        {
            return null;
        }

        var whole = new byte[part.Total];
        var checksum = part.Checksum;
        for (var at = 0L; ;)
        {
            if (part is null || part.Total != whole.Length || part.Offset != at || (part.Bytes.IsEmpty && at < whole.Length))
            {
                throw new BlockCorruptException($"{what} changed while it was read.");
            }

            part.Bytes.CopyTo(whole.AsMemory((int)at));
            at += part.Bytes.Length;
            if (at == whole.Length)
            {
                break;
            }

            part = await read(at);
        }

        return Checksum.Of(whole) == checksum ? whole : throw new BlockCorruptException($"{what} does not match its checksum.");
    }
}
