using ElasticGrains.Kernels;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.S3.Tests;

/// <summary>Which objects a path or a pattern means.</summary>
public sealed class S3InputsTests(TestObjects objects) : IClassFixture<TestObjects>, IAsyncLifetime
{
    private const string Odd = "odd/50% off + more?#*.txt";

    public async Task InitializeAsync()
    {
        foreach (var key in (string[])["logs/a.txt", "logs/b.log", "logs/deep/er/c.txt", "logs.txt", Odd])
        {
            await objects.WriteAsync(key, "text"u8.ToArray());
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("logs/a.txt", "logs/a.txt")]
    [InlineData("logs", "logs/a.txt,logs/b.log,logs/deep/er/c.txt")]
    [InlineData("logs/", "logs/a.txt,logs/b.log,logs/deep/er/c.txt")]
    [InlineData("logs.txt", "logs.txt")]
    [InlineData("logs/*.txt", "logs/a.txt")]
    [InlineData("logs/**/*.txt", "logs/a.txt,logs/deep/er/c.txt")]
    [InlineData("*/deep/*/c*", "logs/deep/er/c.txt")]
    [InlineData("l*.txt", "logs.txt")]
    public void Find_PathPrefixOrPattern_GivesTheObjectsInOrder(string pattern, string expected) =>
        Assert.Equal(expected.Split(',').Order(StringComparer.Ordinal).Select(objects.Name), TestObjects.Manifest(objects.Name(pattern)).Files.Select(file => file.Path));

    [Fact]
    public void Find_WholeBucket_GivesEveryObjectByANameThatMeansIt()
    {
        var all = TestObjects.Manifest($"s3://{S3Server.Bucket}{objects.Query}").Files;

        Assert.Equal(5, all.Count);
        Assert.Equal(all, TestObjects.Manifest([.. all.Select(file => file.Path)]).Files);
        Assert.All(all, file => Assert.Equal(4, file.Length));
        Assert.Contains(all, file => S3Name.Plain(S3Name.Parse(file.Path).Key) == Odd);
    }

    [Fact]
    public void Find_OverlappingPatternsAndFiles_NamesEachInputOnce()
    {
        var file = Path.GetTempFileName();
        try
        {
            Assert.Equal(
                [file, objects.Name("logs/a.txt"), objects.Name("logs/b.log")],
                TestObjects.Manifest(objects.Name("logs/*"), file, objects.Name("logs/a.txt")).Files.Select(it => it.Path));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("s3://blocks/none", "matches no object in bucket 'blocks'")]
    [InlineData("s3://blocks/logs/*.csv", "matches no object in bucket 'blocks'")]
    [InlineData("s3://nothing/logs", "There is no bucket 'nothing'")]
    [InlineData("s3://No_Bucket/logs", "is no name of a bucket")]
    public void Find_OfNothing_SaysWhy(string pattern, string problem) => Assert.Contains(
        problem, Assert.Throws<KernelInputException>(() => TestObjects.Manifest(pattern + objects.Query)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("s3://blocks/a?endpoint=nowhere", "no endpoint")]
    [InlineData("s3://blocks/a?endpint=http://localhost:1", "not 'endpint'")]
    [InlineData("gs://blocks/a", "reads s3://, files")]
    public void Find_OfAWrongName_SaysWhatIsWrong(string pattern, string problem) =>
        Assert.Contains(problem, Assert.Throws<KernelInputException>(() => TestObjects.Manifest(pattern)).Message, StringComparison.Ordinal);
}
