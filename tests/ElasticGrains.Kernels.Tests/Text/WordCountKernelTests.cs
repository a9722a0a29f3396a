using CsCheck;
using ElasticGrains.Cli.Bench;
using ElasticGrains.Kernels.Text;

namespace ElasticGrains.Kernels.Tests.Text;

public sealed class WordCountKernelTests : IDisposable
{
    private readonly TestFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(WordRule.Ascii)]
    [InlineData(WordRule.Unicode)]
    public void Count_AnyTextsAndCuts_EqualsTheReference(WordRule rule) =>
        Gen.Select(TextGen.Files, Gen.Double.Unit.Array[0, 6]).Sample((texts, cuts) =>
        {
            var kernel = new WordCountKernel();
            var input = new WordCountInput { Files = _files.Manifest(texts), Rule = rule, Top = 10_000 };
            var whole = TextGen.Cut(kernel.Count(input), cuts).Select(range => kernel.Compute(input, range)).Aggregate(kernel.Identity(), kernel.Combine);
            Assert.Equivalent(ReferenceWords.Count(texts, rule, 10_000), kernel.Finish(input, whole), strict: true);
        }, iter: 400, threads: 1);

    [Fact]
    public void Finish_EquallyFrequentWords_AreOrderedByTheirBytes()
    {
        var result = Run("b a c a c b Z \u00e9 zz zz", top: 4);
        Assert.Equal([new WordEntry("a", 2), new WordEntry("b", 2), new WordEntry("c", 2), new WordEntry("zz", 2)], result.Top);
    }

    [Fact]
    public void Count_OneWordOverManyChunks_IsOneOverlongWordWhoseLaterRangesAreEmpty()
    {
        var kernel = new WordCountKernel();
        var input = new WordCountInput { Files = _files.Manifest([.. Enumerable.Repeat((byte)'W', 1_000_000), .. " end"u8]) };
        var parts = new ItemRange[] { new(0, 10), new(10, 700_000), new(700_000, 1_000_004) }.Select(range => kernel.Compute(input, range)).ToArray();
        Assert.Equal([1L, 0L, 1L], parts.Select(part => part.Words));
        var result = kernel.Finish(input, parts.Aggregate(kernel.Combine));
        Assert.Equal((2L, 2L, 1L, 1_000_004L), (result.Words, result.Distinct, result.Overlong, result.Bytes));
        Assert.Contains(new WordEntry(new string('w', 1024), 1), result.Top);
    }

    [Theory]
    [InlineData("don't 'quote' dogs' 'twas rock'n'roll", "don't quote dogs twas rock'n'roll")]
    [InlineData("x1-y_z.9", "x1 y z 9")]
    [InlineData("ÀB", "Àb")]
    public void Count_AsciiRule_CutsAsDocumented(string text, string words) =>
        Assert.Equal(words.Split(' ').Order(StringComparer.Ordinal), Run(text).Top.Select(entry => entry.Word).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("ÉTÉ, l’été “neuf”", "été l’été neuf")]
    [InlineData("ПРИВЕТ мир—Мир", "привет мир")]
    public void Count_UnicodeRule_CutsAsDocumented(string text, string words) => Assert.Equal(
        words.Split(' ').Order(StringComparer.Ordinal), Run(text, WordRule.Unicode).Top.Select(entry => entry.Word).Order(StringComparer.Ordinal));

    [Fact]
    public void Count_InvalidUtf8_IsCountedInBytes()
    {
        var kernel = new WordCountKernel();

        // Valid: é, the smiley. Invalid: a lone continuation, a cut sequence of two bytes, an overlong form, 0xFF.
        byte[] bytes = [.. "é a "u8, 0x80, .. " 🙂 "u8, 0xE2, 0x82, .. " b "u8, 0xC0, 0xAF, (byte)' ', 0xFF];
        var input = new WordCountInput { Files = _files.Manifest(bytes) };
        Assert.Equal(6, kernel.Compute(input, new ItemRange(0, bytes.Length)).InvalidBytes);
    }

    [Fact]
    public void Count_EmptyFiles_IsZero()
    {
        var result = Run("");
        Assert.Equal((0L, 0L, 0L), (result.Words, result.Distinct, result.Bytes));
        Assert.Empty(result.Top);
    }

    [Fact]
    public void Combine_ManyDistinctWords_MergesTheSameInMemoryAndEncoded()
    {
        var kernel = new WordCountKernel();
        var text = System.Text.Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Range(0, 60_000).Select(i => $"w{i * 7919 % 50_021}{new string('x', i % 23)}")));
        var input = new WordCountInput { Files = _files.Manifest(text), Top = 10 };
        var whole = Encoded(kernel.Compute(input, new ItemRange(0, text.Length)));
        var merged = kernel.Identity();
        for (var at = 0; at < text.Length; at += 100_000)
        {
            merged = kernel.CombineEncoded(merged, Encoded(kernel.Compute(input, new ItemRange(at, Math.Min(at + 100_000, text.Length)))));
        }

        Assert.Equal(whole, Encoded(merged));
        Assert.InRange(kernel.SizeOf(merged), whole.Length / 2, whole.Length * 2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_001)]
    public void Validate_TopOutOfBounds_IsRefused(int top)
    {
        var input = new WordCountInput { Files = _files.Manifest("x"u8.ToArray()), Top = top };
        Assert.Contains("give 1 to 100,000", Assert.Throws<KernelInputException>(() => new WordCountKernel().Validate(input)).Message);
    }

    [Fact]
    public void Control_RealisticText_CountsAsTheKernelDoes()
    {
        var text = string.Join(' ', Enumerable.Range(0, 200_000).Select(i => $"Word{i * 31 % 5_003}'s"));
        var result = Run(text);
        var (words, distinct, _) = WordCountControl.Run(Path.Combine(_files.Root, "0000.txt"));
        Assert.Equal((result.Words, result.Distinct), (words, distinct));
    }

    private static byte[] Encoded(WordTally tally)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        new WordCountKernel().Codec.Encode(tally, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private WordCountResult Run(string text, WordRule rule = WordRule.Ascii, int top = 20)
    {
        var kernel = new WordCountKernel();
        var input = new WordCountInput { Files = _files.Manifest(System.Text.Encoding.UTF8.GetBytes(text)), Rule = rule, Top = top };
        return kernel.Finish(input, kernel.Compute(input, new ItemRange(0, kernel.Count(input))));
    }
}
