using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using ElasticGrains.Kernels.Text;

namespace ElasticGrains.Kernels.Tests.Text;

public sealed class GrepKernelTests : IDisposable
{
    private static readonly Gen<byte[]> Lines = Gen.Int[0, 9].Select(i => i switch
    {
        < 3 => "\n",
        < 5 => "ab",
        5 => "AbA",
        6 => "\r\n",
        7 => "é\u00ff",
        8 => "aab aba",
        _ => new string('b', 300),
    }).Array[0, 40].Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces)));

    private readonly TestFiles _files = new();

    public static Gen<GrepInput> Inputs(TestFiles files) => Gen.Select(
        Lines.Array[1, 3], Gen.Int[0, 4].Select(i => new[] { "ab", "a", "aba", "bb", "é" }[i]), Gen.Bool, Gen.Bool, Gen.Int[0, 4],
        (texts, pattern, ignoreCase, regex, max) => new GrepInput
        {
            Files = files.Manifest(texts),
            Pattern = pattern,
            IgnoreCase = ignoreCase,
            Regex = regex,
            MaxMatches = max,
        });

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Search_AnyTextsAndCuts_EqualsTheReference() => Gen.Select(Inputs(_files), Gen.Double.Unit.Array[0, 6]).Sample((input, cuts) =>
    {
        var kernel = new GrepKernel();
        var whole = TextGen.Cut(kernel.Count(input), cuts).Select(range => kernel.Compute(input, range)).Aggregate(kernel.Identity(), kernel.Combine);
        Assert.Equivalent(Reference(input), kernel.Finish(input, whole), strict: true);
    }, iter: 300, threads: 1);

    [Fact]
    public void Search_OneLineOfManyChunks_FindsAMatchAcrossAChunkBorderOnce()
    {
        var line = new byte[1_000_000];
        Array.Fill(line, (byte)'x');
        "needle"u8.CopyTo(line.AsSpan((256 * 1024) - 3));
        "needle"u8.CopyTo(line.AsSpan(900_000));
        var input = new GrepInput { Files = _files.Manifest([.. line, .. "\nneedle"u8]), Pattern = "needle" };
        var kernel = new GrepKernel();
        var parts = new ItemRange[] { new(0, 10), new(10, 300_000), new(300_000, 1_000_007) }.Select(range => kernel.Compute(input, range)).ToArray();
        Assert.Equal([1L, 0L, 1L], parts.Select(part => part.MatchingLines));
        var result = kernel.Finish(input, parts.Aggregate(kernel.Combine));
        Assert.Equal([(0L, new string('x', 200)), (1_000_001L, "needle")], result.Matches.Select(match => (match.Offset, match.Line)));
        Assert.Equal(2, result.Lines);
    }

    [Fact]
    public void Search_RegexAndALineOverTheLimit_NamesFileOffsetAndWayOut()
    {
        var input = new GrepInput { Files = _files.Manifest("ab\n0123456789x\n"u8.ToArray()), Pattern = "[0-9]+", Regex = true, MaxLineBytes = 10 };
        var error = Assert.Throws<KernelInputException>(() => new GrepKernel().Compute(input, new ItemRange(0, 15)));
        Assert.Contains(input.Files.Files[0].Path, error.Message);
        Assert.Contains("at byte 3", error.Message);
        Assert.Contains("MaxLineBytes", error.Message);
        Assert.Equal(1, new GrepKernel().Compute(input with { MaxLineBytes = 11 }, new ItemRange(0, 15)).MatchingLines);
    }

    [Fact]
    public void Validate_SeveralProblems_ListsThemAll()
    {
        var input = new GrepInput { Files = _files.Manifest("x"u8.ToArray()), Pattern = "", MaxMatches = -1, MaxLineBytes = 0 };
        var error = Assert.Throws<KernelInputException>(() => new GrepKernel().Validate(input));
        Assert.Contains("pattern is empty", error.Message);
        Assert.Contains("MaxMatches is -1", error.Message);
        Assert.Contains("MaxLineBytes is 0", error.Message);
    }

    [Theory]
    [InlineData("(")]
    [InlineData(@"(a)\1")]
    public void Validate_UnusableRegex_IsRefused(string pattern)
    {
        var input = new GrepInput { Files = _files.Manifest("x"u8.ToArray()), Pattern = pattern, Regex = true };
        Assert.Contains("regular expression cannot be used", Assert.Throws<KernelInputException>(() => new GrepKernel().Validate(input)).Message);
    }

    private static GrepResult Reference(GrepInput input)
    {
        var (matches, lines, bytes) = (new List<GrepMatch>(), 0L, 0L);
        var options = RegexOptions.CultureInvariant | (input.IgnoreCase ? RegexOptions.IgnoreCase : 0);
        foreach (var path in input.Files.Files.Select(file => file.Path))
        {
            var text = File.ReadAllBytes(path);
            bytes += text.Length;
            for (var start = 0; start < text.Length; lines++)
            {
                var length = text.AsSpan(start).IndexOf((byte)'\n');
                var line = text.AsSpan(start, length < 0 ? text.Length - start : length);
                var whole = Encoding.UTF8.GetString(line.EndsWith("\r"u8) ? line[..^1] : line);
                if (Regex.IsMatch(whole, input.Pattern, options))
                {
                    var shown = line[..Math.Min(line.Length, 200)];
                    matches.Add(new GrepMatch(path, start, Encoding.UTF8.GetString(shown.EndsWith("\r"u8) ? shown[..^1] : shown)));
                }

                start += line.Length + 1;
            }
        }

        return new GrepResult(matches.Count, [.. matches.Take(input.MaxMatches)], lines, bytes);
    }
}
