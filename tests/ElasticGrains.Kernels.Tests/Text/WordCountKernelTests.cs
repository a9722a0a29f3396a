using CsCheck;
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

    private WordCountResult Run(string text, WordRule rule = WordRule.Ascii, int top = 20)
    {
        var kernel = new WordCountKernel();
        var input = new WordCountInput { Files = _files.Manifest(System.Text.Encoding.UTF8.GetBytes(text)), Rule = rule, Top = top };
        return kernel.Finish(input, kernel.Compute(input, new ItemRange(0, kernel.Count(input))));
    }
}
