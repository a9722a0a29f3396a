using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Cli.Uploads;

namespace ElasticGrains.Cli.Tests.Uploads;

public sealed class LocalFilesTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public LocalFilesTests()
    {
        foreach (var file in (string[])["logs/a.log", "logs/deep/b.log", "logs/deep/c.txt", ".eg/job/ledger.db", "d.txt"])
        {
            _scratch.Write(file, file);
        }
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("d.txt", "")]
    [InlineData("logs", "a.log deep/b.log deep/c.txt")]
    [InlineData("logs/", "a.log deep/b.log deep/c.txt")]
    [InlineData("logs/**/*.log", "a.log deep/b.log")]
    [InlineData("logs/*/b.log", "deep/b.log")]
    [InlineData("**/*.txt", "d.txt logs/deep/c.txt")]
    [InlineData(".", "d.txt logs/a.log logs/deep/b.log logs/deep/c.txt")]
    [InlineData("logs d.txt", "d.txt logs/a.log logs/deep/b.log logs/deep/c.txt")]
    public void Find_OfPlaces_KeepsTheirPathsBelowThem(string places, string paths)
    {
        var found = LocalFiles.Find(places.Split(' '), _scratch.Directory);

        Assert.Equal(paths, string.Join(' ', found.Select(file => file.Path).Order(StringComparer.Ordinal)));
        Assert.All(found, file => Assert.EndsWith(file.Path, file.File, StringComparison.Ordinal));
    }

    [Fact]
    public void Find_OfNothingButLedgers_SaysSo() =>
        Assert.Contains("none but ledgers", Assert.Throws<EgException>(() => LocalFiles.Find([".eg"], _scratch.Directory)).Message, StringComparison.Ordinal);
}
