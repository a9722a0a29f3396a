using System.Text.RegularExpressions;
using ElasticGrains.Architecture.Tests.Tree;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticGrains.Architecture.Tests.Rules;

/// <summary>A failing test should say what broke by its name alone.</summary>
public static partial class TestRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            "Tests are named Subject_Situation_Outcome",
            path => Rule.Sources(path) && Rule.IsUnder(path, "tests/"),
            (file, _) => Tests(file).Where(test => !Name().IsMatch(test.Identifier.ValueText)).Select(test => file.At(test, $"{test.Identifier} is no Subject_Situation_Outcome.")),
            [Test("[Fact] public void ItWorks() { }"), Test("[Theory] public void Job_Works(int n) { }"), Test("[Fact] public void Job_When_It_Works() { }")],
            [Test("[Fact] public void Job_WithoutItems_Succeeds() { }"), Test("public void Helper() { }")]),
        new(
            "No test is switched off",
            path => Rule.Sources(path) && Rule.IsUnder(path, "tests/"),
            (file, _) => Tests(file).Where(test => IsSkipped(test)).Select(test => file.At(test, $"{test.Identifier} is skipped.")),
            [Test("[Fact(Skip = \"later\")] public void A_B_C() { }")],
            [Test("[Fact(DisplayName = \"Skip\")] public void A_B_C() { }")]),
    ];

    private static IEnumerable<MethodDeclarationSyntax> Tests(TextFile file) =>
        file.Syntax.DescendantNodes().OfType<MethodDeclarationSyntax>().Where(method => TestAttribute(method) is not null);

    private static AttributeSyntax? TestAttribute(MethodDeclarationSyntax method) =>
        Attributes.Find(method.AttributeLists, "Fact") ?? Attributes.Find(method.AttributeLists, "Theory");

    private static bool IsSkipped(MethodDeclarationSyntax method) =>
        TestAttribute(method) is { ArgumentList.Arguments: var arguments } && arguments.Any(argument => argument.NameEquals?.Name.ToString() == "Skip");

    private static TextFile Test(string method) => new("tests/A/XTests.cs", $"class XTests {{ {method} }}");

    [GeneratedRegex(@"^[A-Z][A-Za-z0-9]*(_[A-Z0-9][A-Za-z0-9]*){2}$")]
    private static partial Regex Name();
}
