using System.Text;
using CsCheck;

namespace ElasticGrains.Kernels.Tests.Text;

/// <summary>Texts that hurt: letters, apostrophes, runes of two to four bytes, bytes that are no UTF-8, long words.</summary>
internal static class TextGen
{
    private static readonly Gen<byte[]> Piece = Gen.Frequency(
        (8, Gen.Char['a', 'e'].Array[1, 6].Select(Utf8)),
        (2, Gen.Char['A', 'Z'].Array[1, 20].Select(Utf8)),
        (6, AnyOf(" ", "\n", ", ", "'", "''", " '", "' ", "\0", "-").Select(Encoding.UTF8.GetBytes)),
        (3, AnyOf("é", "É", "ß", "’", "“", "—", "Ж", "中", "\u0301", "İ", "Ⱥ", "K", "🙂", "𐐀", "٣").Select(Encoding.UTF8.GetBytes)),
        (2, Gen.Byte.Array[1, 4]),
        (2, Gen.Byte[0x80, 0xFF].Array[1, 3]));

    public static readonly Gen<byte[]> Text = Gen.Frequency(
        (8, Piece.Array[0, 80].Select(Concat)),
        (1, Gen.Select(Piece.Array[0, 20], Gen.Int[1, 1400], Piece.Array[0, 20], (before, length, after) =>
            Concat([.. before, .. Enumerable.Repeat("xY'é"u8.ToArray(), length / 4), .. Enumerable.Repeat("z"u8.ToArray(), length % 7), .. after]))),
        (1, Gen.Select(Gen.Int[1015, 1035], AnyOf("'", "'b", "é", " ", ""), (length, end) =>
            Concat([Encoding.UTF8.GetBytes(new string('w', length)), Encoding.UTF8.GetBytes(end)]))));

    public static readonly Gen<byte[][]> Files = Text.Array[1, 4];

    /// <summary>The text with the boundaries of <paramref name="cuts"/> (fractions of its length), as ranges in order.</summary>
    public static IEnumerable<ItemRange> Cut(long length, double[] cuts)
    {
        var bounds = cuts.Select(cut => (long)(cut * length)).Append(0).Append(length).Order().ToArray();
        return bounds.Zip(bounds.Skip(1), (start, end) => new ItemRange(start, end));
    }

    private static Gen<string> AnyOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static byte[] Utf8(char[] letters) => Encoding.UTF8.GetBytes(letters);

    private static byte[] Concat(IEnumerable<byte[]> pieces) => [.. pieces.SelectMany(piece => piece)];
}
