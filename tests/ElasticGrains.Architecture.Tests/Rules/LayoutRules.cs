using ElasticGrains.Architecture.Tests.Tree;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticGrains.Architecture.Tests.Rules;

/// <summary>Where code lies: a reader finds a type by its name alone.</summary>
public static class LayoutRules
{
    private const int MaxLines = 300;

    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            "Namespaces are file-scoped and follow the folders",
            Rule.Sources,
            (file, _) => Namespace(file),
            [
                new("src/ElasticGrains.Engine/Jobs/X.cs", "namespace ElasticGrains.Engine;\nclass X;\n"),
                new("src/ElasticGrains.Engine/Jobs/X.cs", "namespace ElasticGrains.Engine.Jobs { class X; }\n"),
                new("src/ElasticGrains.Abstractions/Jobs/X.cs", "namespace ElasticGrains.Abstractions.Jobs;\nclass X;\n"),
                new("tests/ElasticGrains.Engine.Tests/X.cs", "class X;\n"),
            ],
            [
                new("src/ElasticGrains.Abstractions/Jobs/X.cs", "namespace ElasticGrains.Jobs;\nclass X;\n"),
                new("tests/ElasticGrains.Engine.Tests/Jobs/X.cs", "namespace ElasticGrains.Engine.Tests.Jobs;\nclass X;\n"),
                new("src/ElasticGrains.Cli/Program.cs", "return 0;\n"),
                new("src/ElasticGrains.Cli/GlobalUsings.cs", "global using System;\n"),
            ]),
        new(
            "A file holds one public type, or the internal one, that it is named after",
            Rule.Sources,
            (file, _) => Types(file),
            [
                new("src/A/X.cs", "public class X; public class Y;"),
                new("src/A/X.cs", "public class Y;"),
                new("src/A/XOfResult.cs", "public class X;"),
                new("src/A/X.cs", "internal class Y; internal class Z;"),
                new("src/A/X.cs", "internal class X; public delegate void Y();"),
            ],
            [
                new("src/A/X.cs", "public class X { public class Y; } internal class Z;"),
                new("src/A/X.Log.cs", "internal static partial class X;"),
                new("src/A/XOfResult.cs", "public class X<TResult>;"),
                new("src/A/X.cs", "public interface X<T>;"),
                new("src/A/Program.cs", "return 0; file class Y;"),
                new("tests/A/WrongRules.cs", "internal class SkipsOne; internal class SkipsTwo;"),
            ]),
        new(
            $"No source has more than {MaxLines} lines",
            Rule.Sources,
            (file, _) => file.Lines.Length <= MaxLines ? [] : [file.At(MaxLines, $"has {file.Lines.Length} lines; find the second responsibility.")],
            [new("src/A/X.cs", new string('\n', MaxLines + 1))],
            [new("src/A/X.cs", new string('\n', MaxLines))]),
    ];

    private static IEnumerable<string> Namespace(TextFile file)
    {
        if (IsProgram(file) || !TopLevelTypes(file).Any())
        {
            return [];
        }

        var root = file.Room == "ElasticGrains.Abstractions" ? "ElasticGrains" : file.Room;
        var expected = string.Join('.', file.Folders.Prepend(root));
        return file.Syntax.Members is [FileScopedNamespaceDeclarationSyntax only] && only.Name.ToString() == expected
            ? []
            : [file.At(0, $"should begin with 'namespace {expected};'.")];
    }

    private static IEnumerable<string> Types(TextFile file)
    {
        var all = TopLevelTypes(file).Where(type => !type.Modifiers.Any(SyntaxKind.FileKeyword)).ToArray();
        var open = all.Where(type => type.Modifiers.Any(SyntaxKind.PublicKeyword)).ToArray();
        var leads = open.Length > 0 ? open : all;
        if (open.Length > 1)
        {
            return [file.At(open[1], $"is the second public type of the file, {NameOf(open[1]).Name}.")];
        }

        var stem = Path.GetFileName(file.Path).Split('.')[0];
        // In tests a family of small internal stand-ins may share a file under the family's name.
        var isFamily = open.Length == 0 && file.Path.StartsWith("tests/", StringComparison.Ordinal);
        return leads.Length == 0 || isFamily || IsProgram(file) || leads.Any(type => IsNamed(type, stem))
            ? []
            : [file.At(leads[0], $"the file should be named after {NameOf(leads[0]).Name}.")];
    }

    // Two types that differ in arity need two files: X.cs and XOfResult.cs.
    private static bool IsNamed(MemberDeclarationSyntax type, string stem)
    {
        var (name, isGeneric) = NameOf(type);
        return stem == name || (isGeneric && stem.StartsWith(name + "Of", StringComparison.Ordinal));
    }

    private static (string Name, bool IsGeneric) NameOf(MemberDeclarationSyntax type) => type switch
    {
        TypeDeclarationSyntax named => (named.Identifier.ValueText, named.TypeParameterList is not null),
        BaseTypeDeclarationSyntax named => (named.Identifier.ValueText, false),
        DelegateDeclarationSyntax named => (named.Identifier.ValueText, named.TypeParameterList is not null),
        _ => ("", false),
    };

    private static bool IsProgram(TextFile file) => file.Syntax.Members.OfType<GlobalStatementSyntax>().Any();

    private static IEnumerable<MemberDeclarationSyntax> TopLevelTypes(TextFile file) =>
        file.Syntax.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);
}
