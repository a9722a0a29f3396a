using ElasticGrains.Kernels.Inputs;

namespace ElasticGrains.Kernels.Tests.Inputs;

public sealed class InputPatternTests : IDisposable
{
    private readonly TestFiles _files = new();

    public InputPatternTests()
    {
        _files.Write("src/a.cs", "a"u8);
        _files.Write("src/deep/er/b.cs", "bb"u8);
        _files.Write("src/deep/c.txt", ""u8);
        _files.Write("z.cs", "z"u8);
    }

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("src/**/*.cs", "src/a.cs,src/deep/er/b.cs")]
    [InlineData("**/*.cs", "src/a.cs,src/deep/er/b.cs,z.cs")]
    [InlineData("*.cs", "z.cs")]
    [InlineData("src/deep/c.txt", "src/deep/c.txt")]
    [InlineData("src/*/c*", "src/deep/c.txt")]
    [InlineData("./src/../z.cs", "z.cs")]
    public void Resolve_RelativeOrAbsolutePattern_FindsTheSameFiles(string pattern, string expected)
    {
        var paths = expected.Split(',').Select(path => Path.Combine(_files.Root, path));
        Assert.Equal(paths, InputPattern.Resolve([pattern], _files.Root).Files.Select(file => file.Path));
        Assert.Equal(paths, InputPattern.Resolve([Path.Combine(_files.Root, pattern)], "/").Files.Select(file => file.Path));
    }

    [Fact]
    public void Resolve_OverlappingPatterns_NamesEachFileOnceInOrdinalOrder()
    {
        var manifest = InputPattern.Resolve(["z.cs", "**/*.cs", "src/a.cs"], _files.Root);
        Assert.Equal(["src/a.cs", "src/deep/er/b.cs", "z.cs"], manifest.Files.Select(file => Path.GetRelativePath(_files.Root, file.Path)));
        Assert.Equal(4, manifest.Length);
    }

    [Fact]
    public void Resolve_StarInAFileName_TakesTheFile()
    {
        _files.Write("odd*name", "x"u8);
        _files.Write("oddname", "x"u8);
        Assert.Equal([Path.Combine(_files.Root, "odd*name")], InputPattern.Resolve(["odd*name"], _files.Root).Files.Select(file => file.Path));
    }

    [Theory]
    [InlineData("none*.cs", "matches no file in")]
    [InlineData("nowhere/*.cs", "does not exist")]
    [InlineData("missing.cs", "does not exist here")]
    [InlineData("src", "is a directory")]
    [InlineData(" ", "An input pattern is empty")]
    public void Resolve_NothingToRead_SaysWhy(string pattern, string reason) =>
        Assert.Contains(reason, Assert.Throws<KernelInputException>(() => InputPattern.Resolve([pattern], _files.Root)).Message);

    [Fact]
    public void Resolve_NoPattern_IsRefused() =>
        Assert.Contains("no input file", Assert.Throws<KernelInputException>(() => InputPattern.Resolve([], _files.Root)).Message);

    [Fact]
    public void Resolve_FileThatMayNotBeRead_IsRefused()
    {
        var path = _files.Write("secret", "x"u8);
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            // A privileged user may read everything; there is nothing to refuse.
            return;
        }

        File.SetUnixFileMode(path, UnixFileMode.None);
        Assert.Contains("permission denied", Assert.Throws<KernelInputException>(() => InputPattern.Resolve(["secret"], _files.Root)).Message);
    }
}
