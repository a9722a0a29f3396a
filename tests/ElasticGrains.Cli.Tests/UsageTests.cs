using ElasticGrains.Cli.Tests.Support;

namespace ElasticGrains.Cli.Tests;

/// <summary>What the command line says to arguments that make no sense: one line, exit code 2, nothing started.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Theory]
    [InlineData("run", "say which kernel")]
    [InlineData("run pii --samples 10", "unknown kernel 'pii'; did you mean 'pi'?")]
    [InlineData("run zebra", "unknown kernel 'zebra'", "There are: wordcount, grep, pi, option, squares")]
    [InlineData("run pi --sampels 10", "unknown option '--sampels'; did you mean '--samples'?")]
    [InlineData("run pi", "--samples", "required")]
    [InlineData("run pi --samples", "--samples", "missing")]
    [InlineData("run pi --samples ten", "--samples: 'ten' is not a whole number")]
    [InlineData("run pi --samples 1.5", "--samples: '1.5' is not a whole number")]
    [InlineData("run pi --samples 0", "--samples: 0 is not allowed; give 1 or more")]
    [InlineData("run pi --samples -5", "--samples: -5 is not allowed; give 1 or more")]
    [InlineData("run pi --samples 10 20", "'20' is one argument too many")]
    [InlineData("run pi --samples 10 --seed -1", "--seed: '-1' is not a seed")]
    [InlineData("run pi --samples 10 --slots 0", "--slots: 0 is not allowed; give 1 to 1,024")]
    [InlineData("run pi --samples 10 --shards 0", "--shards: 0 is not allowed")]
    [InlineData("run pi --samples 10 --max-attempts 101", "--max-attempts: 101 is not allowed; give 1 to 100")]
    [InlineData("run pi --samples 10 --deadline soon", "--deadline: 'soon' is not a length of time")]
    [InlineData("run pi --samples 10 --deadline 0s", "--deadline: 0s is not allowed")]
    [InlineData("run pi --samples 10 --commit-interval 2m", "--commit-interval: 2m is not allowed", "1m")]
    [InlineData("run pi --samples 10 --id a/b", "--id: 'a/b' is no job id")]
    [InlineData("run pi --samples 10 -o yaml", "--output: 'yaml' is not allowed; give text or json")]
    [InlineData("run squares --items -1", "--items: -1 is not allowed")]
    [InlineData("run wordcount", "--input", "required")]
    [InlineData("run grep --input a.txt", "PATTERN is missing")]
    [InlineData("run option", "--paths", "required")]
    [InlineData("run option --paths 1", "--paths: 1 is not allowed; give 2 or more")]
    [InlineData("run option --paths 10 --style bermudan", "--style: 'bermudan' is not allowed; give european or asian")]
    [InlineData("run option --paths 10 --spot 0", "--spot: 0 is not allowed; give a number above 0")]
    [InlineData("run option --paths 10 --rate NaN", "--rate: 'NaN' is not a number")]
    [InlineData("bench overload --pairs 3", "unknown option '--pairs'")]
    [InlineData("bench pi --pairs 0", "--pairs: 0 is not allowed; give 1 or more")]
    [InlineData("up --min 4 --max 3", "--min: 4 is more than --max 3")]
    [InlineData("up --silos 2 --max 3", "--silos is a number that stays", "Give one or the other")]
    [InlineData("up --min 2", "--min goes with --max")]
    [InlineData("up --max 3 --allow-chaos", "--allow-chaos goes with a number of silos that stays")]
    [InlineData("up --postgres x --allow-chaos", "--allow-chaos is for a cluster on a database of its own")]
    [InlineData("up --scale-in-after 30s", "--scale-in-after goes with --max")]
    [InlineData("up --max 0", "--max: 0 is not allowed; give 1 to 64")]
    [InlineData("up --max 3 --scale-in-after 2h", "--scale-in-after: 2h is not allowed; give 1s to 1h00m")]
    [InlineData("scale --min 4 --max 3", "--min: 4 is more than --max 3")]
    [InlineData("job", "say which command")]
    [InlineData("job lst", "unknown command 'lst'; did you mean 'list'?")]
    [InlineData("job tail x --from 0", "--from: 0 is not allowed")]
    [InlineData("job results nothing", "there is no job 'nothing'")]
    [InlineData("job receipt nothing", "there is no job 'nothing'")]
    [InlineData("job describe nothing", "there is no job 'nothing'")]
    [InlineData("job tail nothing", "there is no job 'nothing'")]
    [InlineData("job cancel --all", "unknown option '--all'", "See: eg job cancel --help")]
    [InlineData("job cancel --tags team=risk", "unknown option '--tags'; did you mean '--tag'?")]
    [InlineData("job purge x --forced", "unknown option '--forced'")]
    [InlineData("job describe --al", "unknown option '--al'")]
    [InlineData("job cancel -- --all", "there is no job '--all'")]
    [InlineData("job cancel nothing", "there is no job 'nothing'")]
    public async Task Eg_ArgumentsThatMakeNoSense_SaysSoInOneLine(string arguments, params string[] parts)
    {
        var result = await Eg.RunAsync(_scratch, arguments.Split(' '));

        result.Says(2, parts);
        Assert.Empty(result.Out);
        Assert.False(Directory.Exists(Path.Combine(_scratch.Directory, ".eg")), "something was started");
    }

    [Fact]
    public async Task Eg_AskedForHelp_PrintsIt()
    {
        var result = (await Eg.RunAsync(_scratch, "run", "pi", "--help")).Succeeds();

        Assert.Contains("--samples", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eg_AskedNothing_PrintsHelpAndUsageCode()
    {
        var result = await Eg.RunAsync(_scratch);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Commands:", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eg_AskedForItsVersion_PrintsIt() =>
        Assert.StartsWith("0.", (await Eg.RunAsync(_scratch, "--version")).Succeeds().Out, StringComparison.Ordinal);

    public void Dispose() => _scratch.Dispose();
}
