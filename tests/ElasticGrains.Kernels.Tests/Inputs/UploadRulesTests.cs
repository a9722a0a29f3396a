using ElasticGrains.Inputs;

namespace ElasticGrains.Kernels.Tests.Inputs;

public sealed class UploadRulesTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("Corpus-2026.03_b", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("../etc", false)]
    [InlineData("a/b", false)]
    [InlineData("a\\b", false)]
    [InlineData("-a", false)]
    [InlineData("a b", false)]
    [InlineData("a?b", false)]
    [InlineData("ä", false)]
    [InlineData("a\n", false)]
    public void Name_OfAnInput_IsPlain(string name, bool isOne) => Assert.Equal(isOne, UploadRules.NameProblem(name) is null);

    [Fact]
    public void Name_ThatIsTooLong_IsRefusedAndCut()
    {
        Assert.Null(UploadRules.NameProblem(new string('a', UploadRules.LongestName)));
        Assert.InRange(UploadRules.NameProblem(new string('a', 1_000_000))!.Length, 1, 400);
    }

    [Theory]
    [InlineData("a.txt", true)]
    [InlineData("logs/2026/a b?*%.txt", true)]
    [InlineData("...", true)]
    [InlineData("../a", false)]
    [InlineData("a/../b", false)]
    [InlineData("/a", false)]
    [InlineData("a//b", false)]
    [InlineData("a/", false)]
    [InlineData("./a", false)]
    [InlineData("a\\b", false)]
    [InlineData("a\0b", false)]
    public void Path_OfAFile_StaysInItsInput(string path, bool isOne) =>
        Assert.Equal(isOne, UploadRules.FilesProblem([new UploadedFile(path, 1), new UploadedFile("other", 0)]) is null);

    [Fact]
    public void Files_OfAnInput_AreSomeAndDifferent()
    {
        Assert.Null(UploadRules.FilesProblem([new UploadedFile("", 0)]));
        Assert.NotNull(UploadRules.FilesProblem([]));
        Assert.NotNull(UploadRules.FilesProblem([new UploadedFile("", 1), new UploadedFile("a", 1)]));
        Assert.NotNull(UploadRules.FilesProblem([new UploadedFile("a", 1), new UploadedFile("a", 2)]));
        Assert.NotNull(UploadRules.FilesProblem([new UploadedFile("a", -1)]));
        Assert.NotNull(UploadRules.FilesProblem([.. Enumerable.Range(0, UploadRules.MostFiles + 1).Select(i => new UploadedFile($"{i}", 1))]));
        Assert.NotNull(UploadRules.FilesProblem([.. Enumerable.Range(0, 2000).Select(i => new UploadedFile($"{i}{new string('x', 900)}", 1))]));
    }

    [Fact]
    public void Keep_OutsideItsBounds_IsRefused()
    {
        Assert.Null(UploadRules.KeepProblem(UploadRules.DefaultKeep));
        Assert.NotNull(UploadRules.KeepProblem(TimeSpan.Zero));
        Assert.NotNull(UploadRules.KeepProblem(TimeSpan.MaxValue));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(true, 0)]
    [InlineData(true, 5)]
    [InlineData(true, UploadRules.PartBytes, 5)]
    [InlineData(false, 5, 5)]
    [InlineData(false, UploadRules.PartBytes + 1)]
    public void Parts_OfAWholeInput_AreFullButForTheLast(bool isWhole, params int[] lengths)
    {
        var stamps = lengths.Where(length => length > 0).Select((length, part) => new UploadStamp(part, length, 1)).ToList();
        Assert.Equal(isWhole, UploadRules.IsWhole([new UploadedFile("", lengths.Sum())], stamps));
    }

    [Fact]
    public void Parts_WithAGapOrOfOtherFiles_AreNotWhole()
    {
        Assert.False(UploadRules.IsWhole([new UploadedFile("", 5)], [new UploadStamp(1, 5, 1)]));
        Assert.False(UploadRules.IsWhole([new UploadedFile("", 6)], [new UploadStamp(0, 5, 1)]));
        Assert.True(UploadRules.IsWhole([new UploadedFile("a", 5), new UploadedFile("b", 0)], [new UploadStamp(0, 5, 1)]));
    }

    [Fact]
    public void Fingerprint_OfAnythingElse_IsAnother()
    {
        UploadedFile[] files = [new("a", 3), new("b", 4)];
        UploadStamp[] parts = [new(0, 7, 1)];
        string[] all =
        [
            UploadRules.FingerprintOf(files, parts),
            UploadRules.FingerprintOf(files, [new UploadStamp(0, 7, 2)]),
            UploadRules.FingerprintOf([new UploadedFile("a", 4), new UploadedFile("b", 3)], parts),
            UploadRules.FingerprintOf([new UploadedFile("ab", 3), new UploadedFile("", 4)], parts),
            UploadRules.FingerprintOf([files[0]], parts),
            UploadRules.FingerprintOf(files, []),
        ];

        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(all[0], UploadRules.FingerprintOf([.. files], [.. parts]));
    }
}
