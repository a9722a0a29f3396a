using System.Text;
using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Cli.Tests;

/// <summary>Files that cannot be computed are refused before anything starts; odd ones that can be are computed.</summary>
public sealed class InputFileTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task Input_MissingFile_IsRefused() => (await CountAsync("missing.txt")).Says(2, "missing.txt", "does not exist");

    [Fact]
    public async Task Input_PatternWithoutMatch_IsRefused()
    {
        _scratch.Write("a.txt", "a");

        (await CountAsync("*.md")).Says(2, "'*.md' matches no file");
    }

    [Fact]
    public async Task Input_Directory_IsRefused()
    {
        _scratch.Write("texts/a.txt", "a");

        (await CountAsync("texts")).Says(2, "texts", "is a directory");
    }

    [Fact]
    public async Task Input_UnreadableFile_IsRefused()
    {
        // A loop of links cannot be read by anyone, the superuser included, whom permissions do not stop.
        File.CreateSymbolicLink(Path.Combine(_scratch.Directory, "loop.txt"), "loop.txt");

        (await CountAsync("loop.txt")).Says(2, "loop.txt");
    }

    [LinuxFact("/dev/stdin is the pipe here")]
    public async Task Input_Pipe_IsRefused() => (await CountAsync("/dev/stdin")).Says(2, "/dev/stdin", "is a pipe");

    [Fact]
    public async Task Input_EmptyFile_HasNoWords()
    {
        _scratch.Write("empty.txt", "");

        var result = (await CountAsync("empty.txt")).Succeeds().Json;

        Assert.Equal("succeeded", result.GetProperty("outcome").GetString());
        Assert.Equal(0, result.GetProperty("result").GetProperty("words").GetInt64());
    }

    [Fact]
    public async Task Input_InvalidUtf8_IsCountedAndReported()
    {
        File.WriteAllBytes(Path.Combine(_scratch.Directory, "odd.txt"), [.. "one two "u8, 0xFF, 0xFE, .. " two"u8]);

        var json = (await CountAsync("odd.txt")).Succeeds().Json;
        var text = (await Eg.RunAsync(_scratch, "run", "wordcount", "--input", "odd.txt", "--quiet")).Succeeds();

        Assert.Equal(2, json.GetProperty("result").GetProperty("invalidBytes").GetInt64());
        Assert.Contains("2 bytes are not UTF-8", text.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_PatternThatFindsLedgersToo_LeavesThemOut()
    {
        _scratch.Write("a.txt", "one two");
        (await CountAsync("**/*")).Succeeds();

        var second = (await CountAsync("**/*")).Succeeds().Json;

        Assert.Equal(2, second.GetProperty("result").GetProperty("words").GetInt64());
    }

    [Fact]
    public async Task Input_InS3_IsCountedAsTheSameFilesAre()
    {
        await using var s3 = await S3Server.StartAsync();
        var places = new List<string>();
        foreach (var (name, text) in ((string, string)[])[("a.txt", "one two"), ("b.txt", "two three two")])
        {
            _scratch.Write(name, text);
            places.Add(await s3.WriteAsync($"texts/{name}", Encoding.UTF8.GetBytes(text)));
        }

        var prefix = places[0].Replace("/a.txt", "", StringComparison.Ordinal);
        var here = (await CountAsync("*.txt")).Succeeds().Json.GetProperty("result").ToString();

        Assert.Equal(here, (await CountAsync(prefix)).Succeeds().Json.GetProperty("result").ToString());
        (await CountAsync(prefix.Replace("texts", "none", StringComparison.Ordinal))).Says(2, "matches no object in bucket");
        await s3.KillAsync();
        (await CountAsync(prefix)).Says(2, "cannot be reached");
    }

    [Theory]
    [InlineData("longer")]
    [InlineData("shorter")]
    [InlineData("other words")]
    [InlineData("gone")]
    public async Task Input_ChangedInMidJob_FailsTheJob(string change)
    {
        Texts.Write(_scratch, megabytes: 500);
        await using var run = Eg.Start(
            _scratch, "run", "wordcount", "--input", "text-*.txt", "--unicode", "--slots", "1", "--commit-interval", "50ms", "--state", "s");
        await Ledgers.HasCommitsAsync(_scratch, "s", run);

        Change(Path.Combine(_scratch.Directory, "text-1.txt"), change);

        (await run.WaitAsync()).Says(1, "text-1.txt", change == "gone" ? "does not exist" : "when the job was submitted");
        (await Eg.RunAsync(_scratch, "verify", "--state", "s")).Succeeds();
    }

    [Theory]
    [InlineData("wordcount", "1 word, 1 different")]
    [InlineData("grep needle", "1 of 1 lines match")]
    public async Task Input_ALineOfMoreThanTwoGibibytes_IsComputed(string kernel, string expected)
    {
        using (var line = File.Create(Path.Combine(_scratch.Directory, "line.txt")))
        {
            // A hole takes no room on the disk and reads as zeros: 2 GiB without a line break.
            line.Seek((2L << 30) + 100, SeekOrigin.Begin);
            line.Write("needle\n"u8);
        }

        var result = (await Eg.RunAsync(_scratch, ["run", .. kernel.Split(' '), "--input", "line.txt", "--quiet"])).Succeeds();

        Assert.Contains(expected, result.Out, StringComparison.Ordinal);
    }

    private static void Change(string path, string how)
    {
        switch (how)
        {
            case "longer":
                File.AppendAllText(path, "more");
                break;
            case "shorter":
                using (var file = File.OpenWrite(path))
                {
                    file.SetLength(file.Length / 2);
                }

                break;
            case "other words":
                using (var file = File.OpenWrite(path))
                {
                    file.Write("Other"u8);
                }

                break;
            case "gone":
                File.Delete(path);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(how), how, "No such change.");
        }
    }

    private Task<EgResult> CountAsync(string pattern) => Eg.RunAsync(_scratch, "run", "wordcount", "--input", pattern, "-o", "json", "--quiet");

    public void Dispose() => _scratch.Dispose();
}
