using System.Text.RegularExpressions;
using ElasticGrains.Architecture.Tests.Tree;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticGrains.Architecture.Tests.Rules;

/// <summary>Whoever switches a check off says why, in the place where it is off.</summary>
public static partial class SuppressionRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            "A rule that .editorconfig switches off is named with its reason above",
            path => path.EndsWith(".editorconfig", StringComparison.Ordinal),
            (file, _) => EditorConfig(file),
            [
                new(".editorconfig", "dotnet_diagnostic.CA1000.severity = none\n"),
                new(".editorconfig", "# CA1001: because it is so.\ndotnet_diagnostic.CA1000.severity = silent\n"),
                new(".editorconfig", "# CA1000\ndotnet_diagnostic.CA1000.severity = none\n"),
            ],
            [new(".editorconfig", "# CA1000, CA1001: because it is so.\ndotnet_diagnostic.CA1000.severity = none\ndotnet_diagnostic.CA1001.severity = none\ndotnet_diagnostic.CA1.severity = error\n")]),
        new(
            "A NoWarn in a project file has its reason above",
            path => Rule.Projects(path) || path.EndsWith(".props", StringComparison.Ordinal),
            (file, _) => Matches(file, NoWarn()).Where(line => !HasXmlCommentAbove(file, line)).Select(line => file.At(line, "gives no reason.")),
            [
                Project("<NoWarn>CS1591</NoWarn>"),
                Project("<!-- Because. -->\n<A>1</A>\n\n<NoWarn>CS1591</NoWarn>"),
                new("src/A/A.csproj", "<!-- Because. -->\n<PropertyGroup>\n<NoWarn>CS1591</NoWarn>\n</PropertyGroup>"),
            ],
            [Project("<!-- Because. -->\n<A>1</A>\n<NoWarn>CS1591</NoWarn>")]),
        new(
            "A suppression in code has its reason beside or above",
            Rule.Sources,
            (file, _) => Pragmas(file).Concat(Unjustified(file)),
            [
                new("src/A/X.cs", "#pragma warning disable CA1000\nclass X;"),
                new("src/A/X.cs", "[SuppressMessage(\"a\", \"b\")] class X;"),
                new("src/A/X.cs", "[UnconditionalSuppressMessage(\"a\", \"b\", Justification = \"\")] class X;"),
            ],
            [
                new("src/A/X.cs", "#pragma warning disable CA1000 // Because.\nclass X;\n#pragma warning restore CA1000"),
                new("src/A/X.cs", "// Because.\n#pragma warning disable CA1000\nclass X;"),
                new("src/A/X.cs", "[SuppressMessage(\"a\", \"b\", Justification = \"Because.\")] class X;"),
            ]),
    ];

    private static IEnumerable<string> EditorConfig(TextFile file)
    {
        var reason = "";
        for (var line = 0; line < file.Lines.Length; line++)
        {
            var text = file.Lines[line];
            if (text.StartsWith('#'))
            {
                reason = text;
            }
            else if (Off().Match(text) is { Success: true } off)
            {
                var (head, why) = reason.Split(':', 2) is [var ids, var because] ? (ids, because.Trim()) : ("", "");
                if (why.Length == 0 || !head.Split(['#', ' ', ',']).Contains(off.Groups["id"].Value))
                {
                    yield return file.At(line, $"needs '# {off.Groups["id"].Value}: why' above.");
                }
            }
            else
            {
                reason = "";
            }
        }
    }

    // Lines without a gap between them share a comment.
    private static bool HasXmlCommentAbove(TextFile file, int line) =>
        file.Lines.Take(line).Reverse()
            .TakeWhile(above => above.Trim() is not ("" or "<PropertyGroup>"))
            .Any(above => above.TrimEnd().EndsWith("-->", StringComparison.Ordinal));

    private static IEnumerable<string> Pragmas(TextFile file) =>
        file.Syntax.DescendantNodes(descendIntoTrivia: true).OfType<PragmaWarningDirectiveTriviaSyntax>()
            .Where(pragma => pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword))
            .Select(pragma => (Node: pragma, Line: pragma.GetLocation().GetLineSpan().StartLinePosition.Line))
            .Where(pragma => !file.Lines[pragma.Line].Contains("//", StringComparison.Ordinal)
                && (pragma.Line == 0 || !file.Lines[pragma.Line - 1].TrimStart().StartsWith("//", StringComparison.Ordinal)))
            .Select(pragma => file.At(pragma.Node, "gives no reason."));

    private static IEnumerable<string> Unjustified(TextFile file) =>
        file.Syntax.DescendantNodes().OfType<AttributeSyntax>()
            .Where(attribute => attribute.Name.ToString().EndsWith("SuppressMessage", StringComparison.Ordinal) && !attribute.ArgumentList!.Arguments.Any(IsJustification))
            .Select(attribute => file.At(attribute, "has no Justification."));

    private static bool IsJustification(AttributeArgumentSyntax argument) =>
        argument.NameEquals?.Name.ToString() == "Justification" && argument.Expression is not LiteralExpressionSyntax { Token.ValueText: "" };

    private static IEnumerable<int> Matches(TextFile file, Regex what) =>
        Enumerable.Range(0, file.Lines.Length).Where(line => what.IsMatch(file.Lines[line]));

    private static TextFile Project(string group) => new("src/A/A.csproj", $"<Project>\n<PropertyGroup>\n{group}\n</PropertyGroup>\n</Project>");

    [GeneratedRegex(@"^\s*dotnet_diagnostic\.(?<id>\w+)\.severity\s*=\s*(none|silent)")]
    private static partial Regex Off();

    [GeneratedRegex("<(NoWarn|WarningsNotAsErrors)[ >]")]
    private static partial Regex NoWarn();
}
