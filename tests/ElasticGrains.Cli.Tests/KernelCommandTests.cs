using ElasticGrains.Cli.Tests.Support;

namespace ElasticGrains.Cli.Tests;

/// <summary>The kernels, and whether they keep the law on an input.</summary>
public sealed class KernelCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task List_OfKernels_NamesThoseThatRunTakes() => Assert.Equal(
        ["wordcount", "grep", "pi", "option", "squares"],
        (await Eg.RunAsync(_scratch, "kernel", "list", "-o", "json")).Succeeds().Json.EnumerateArray().Select(kernel => kernel.GetProperty("name").GetString()));

    [Theory]
    [InlineData("wordcount --input a.txt")]
    [InlineData("grep fish --input a.txt")]
    [InlineData("pi --samples 10M")]
    [InlineData("option --paths 100_000")]
    [InlineData("squares --items 1M")]
    public async Task Check_OfAKernelThatKeepsTheLaw_SaysSo(string arguments)
    {
        _scratch.Write("a.txt", "one fish\ntwo fish\n");

        var check = (await Eg.RunAsync(_scratch, ["kernel", "check", .. arguments.Split(' ')])).Succeeds();

        Assert.Contains("kept its laws", check.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfAnUnknownKernel_IsRefused() =>
        (await Eg.RunAsync(_scratch, "kernel", "check", "wordcuont")).Says(2, "unknown kernel 'wordcuont'; did you mean 'wordcount'?");

    public void Dispose() => _scratch.Dispose();
}
