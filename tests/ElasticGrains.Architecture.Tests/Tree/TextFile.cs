using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticGrains.Architecture.Tests.Tree;

/// <summary>A file as the rules see it: a path from the repository root, with '/', and its text.</summary>
public sealed class TextFile(string path, string text)
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    private readonly Lazy<CompilationUnitSyntax> _syntax = new(() => CSharpSyntaxTree.ParseText(text, Options).GetCompilationUnitRoot());

    public string Path => path;

    public string Text => text;

    public string[] Lines { get; } = (text.EndsWith('\n') ? text[..^1] : text).Split('\n');

    /// <summary>The file as C#.</summary>
    public CompilationUnitSyntax Syntax => _syntax.Value;

    /// <summary>"path" of "src/path/…" or "tests/path/…", otherwise empty.</summary>
    public string Room => path.Split('/') is [("src" or "tests"), var room, _, ..] ? room : "";

    /// <summary>The folders between the room and the file.</summary>
    public IReadOnlyList<string> Folders => path.Split('/') is [("src" or "tests"), _, .. var folders, _] ? folders : [];

    /// <summary>A finding at a node of <see cref="Syntax"/>.</summary>
    public string At(SyntaxNode node, string problem) => At(node.GetLocation().GetLineSpan().StartLinePosition.Line, problem);

    /// <summary>A finding at a line, counted from 0.</summary>
    public string At(int line, string problem) => $"{path}:{line + 1}: {problem}";
}
