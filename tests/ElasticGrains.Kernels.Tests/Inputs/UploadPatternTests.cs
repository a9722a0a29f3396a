using ElasticGrains.Inputs;

namespace ElasticGrains.Kernels.Tests.Inputs;

public sealed class UploadPatternTests
{
    private static readonly UploadedInput Input = new()
    {
        Name = "corpus",
        Ledger = "l1",
        Number = 1,
        Length = 10,
        Parts = 1,
        Fingerprint = "f",
        Files = [new("a.txt", 3), new("logs/b.log", 4), new("logs/deep/c*.log", 0), new("logs2/d.log", 3)],
        FileCount = 4,
        Created = DateTimeOffset.UnixEpoch,
        LastUsed = DateTimeOffset.UnixEpoch,
        Keep = TimeSpan.FromDays(1),
    };

    [Theory]
    [InlineData("grid://corpus", 4)]
    [InlineData("grid://corpus/", 4)]
    [InlineData("grid://corpus/a.txt", 1)]
    [InlineData("grid://corpus/logs", 2)]
    [InlineData("grid://corpus/logs/", 2)]
    [InlineData("grid://corpus/logs/*.log", 1)]
    [InlineData("grid://corpus/logs/**/*.log", 2)]
    [InlineData("grid://corpus/**/*.log?ledger=l1", 3)]
    [InlineData("grid://corpus/logs/deep/c%2A.log", 1)]
    [InlineData("grid://corpus/nothing", 0)]
    public void Pattern_OfAnInput_MeansThese(string pattern, int files) => Assert.Equal(files, UploadPattern.Parse(pattern).Select(Input).Count);

    [Fact]
    public void Select_OfAFile_SaysWhereItLies()
    {
        var all = UploadPattern.Parse("grid://corpus").Select(Input);

        Assert.Equal(
            ["grid://corpus/a.txt?ledger=l1", "grid://corpus/logs/b.log?ledger=l1&at=3", "grid://corpus/logs/deep/c%2A.log?ledger=l1&at=7", "grid://corpus/logs2/d.log?ledger=l1&at=7"],
            all.Select(file => file.Path));
        Assert.All(all, file => Assert.Equal("f", file.Fingerprint));
        var read = UploadPattern.Parse(all[1].Path);
        Assert.Equal(("corpus", "l1", 3L), (read.Name, read.Ledger, read.Offset));
        Assert.Equal(all[2], Assert.Single(UploadPattern.Parse(all[2].Path).Select(Input)));
    }

    [Theory]
    [InlineData("corpus")]
    [InlineData("grid://")]
    [InlineData("grid://../x")]
    [InlineData("grid:///etc/passwd")]
    [InlineData("grid://a?at=-1")]
    [InlineData("grid://a?part=1")]
    [InlineData("grid://a?at=9223372036854775807")]
    [InlineData("s3://a/b")]
    public void Parse_OfWhatIsNoPattern_SaysSo(string text) => Assert.Contains(text, Assert.Throws<ArgumentException>(() => UploadPattern.Parse(text)).Message, StringComparison.Ordinal);
}
