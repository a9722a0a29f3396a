using ElasticGrains.Architecture.Tests.Tree;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticGrains.Architecture.Tests.Rules;

/// <summary>What crosses a grain call keeps its name and its field numbers when the code is renamed or moved.</summary>
public static class WireRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            "A type on the wire has an alias",
            Rule.Sources,
            (file, _) => WireTypes(file).Where(type => !Attributes.Has(type.AttributeLists, "Alias")).Select(type => file.At(type, $"{type.Identifier} has no [Alias].")),
            [new("src/A/X.cs", "[GenerateSerializer] enum X;"), new("src/A/X.cs", "class Y { [GenerateSerializer, Immutable] sealed record X; }")],
            [new("src/A/X.cs", "[GenerateSerializer, Alias(\"x\")] enum X; record Y;")]),
        new(
            "A type on the wire is closed: sealed, abstract or an enum",
            Rule.Sources,
            (file, _) => WireTypes(file).Where(IsOpen).Select(type => file.At(type, $"{type.Identifier} can be derived from.")),
            [new("src/A/X.cs", "[GenerateSerializer, Alias(\"x\")] public record X;")],
            [new("src/A/X.cs", "[GenerateSerializer] abstract record X; [GenerateSerializer] struct Y; [GenerateSerializer] sealed class Z;")]),
        new(
            "A field on the wire has an id of its own",
            Rule.Sources,
            (file, _) => WireTypes(file).OfType<TypeDeclarationSyntax>().SelectMany(type => Ids(file, type)),
            [
                new("src/A/X.cs", "[GenerateSerializer] sealed record X(int A);"),
                new("src/A/X.cs", "[GenerateSerializer] sealed record X([property: Id(0)] int A, [property: Id(0)] int B);"),
                new("src/A/X.cs", "[GenerateSerializer] sealed class X { [Id(1)] public int A { get; init; } [Id(1)] public int B { get; init; } }"),
            ],
            [new("src/A/X.cs", "[GenerateSerializer] sealed record X([property: Id(0)] int A) { [Id(1)] public int B { get; init; } } record Y(int A);")]),
        new(
            "A grain class is internal, sealed and has a [GrainType]",
            Rule.ProductSources,
            (file, _) => file.Syntax.DescendantNodes().OfType<ClassDeclarationSyntax>().Where(IsGrain).SelectMany(grain => GrainClass(file, grain)),
            [
                new("src/A/XGrain.cs", "[GrainType(\"x\")] public sealed class XGrain : Grain, IXGrain;"),
                new("src/A/XGrain.cs", "[GrainType(\"x\")] internal class XGrain : IXGrain;"),
                new("src/A/XGrain.cs", "internal sealed class XGrain : Grain<Y>;"),
                new("src/A/X.cs", "internal sealed class X : IGrainBase;"),
            ],
            [new("src/A/XGrain.cs", "[GrainType(\"x\")] internal sealed partial class XGrain : Grain, IXGrain; public class Other;")]),
        new(
            "A grain interface and each of its methods have names of their own on the wire",
            Rule.ProductSources,
            (file, _) => file.Syntax.DescendantNodes().OfType<InterfaceDeclarationSyntax>().Where(IsGrainInterface).SelectMany(grain => GrainInterface(file, grain)),
            [
                new("src/A/IXGrain.cs", "[Alias(\"x\")] interface IXGrain : IGrainWithStringKey;"),
                new("src/A/IXGrain.cs", "[GrainInterfaceType(\"x\")] interface IXGrain : IGrainWithGuidKey;"),
                new("src/A/IXGrain.cs", "[GrainInterfaceType(\"x\"), Alias(\"x\")] interface IXGrain : IGrainWithStringKey { Task RunAsync(); }"),
            ],
            [new("src/A/IXGrain.cs", "[GrainInterfaceType(\"x\"), Alias(\"x\")] interface IXGrain : IGrainWithStringKey { [Alias(\"run\")] Task RunAsync(); }")]),
    ];

    private static IEnumerable<BaseTypeDeclarationSyntax> WireTypes(TextFile file) =>
        file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Where(type => Attributes.Has(type.AttributeLists, "GenerateSerializer"));

    private static bool IsOpen(BaseTypeDeclarationSyntax type) =>
        type is not (EnumDeclarationSyntax or StructDeclarationSyntax or RecordDeclarationSyntax { ClassOrStructKeyword.RawKind: (int)SyntaxKind.StructKeyword })
        && !type.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.SealedKeyword or SyntaxKind.AbstractKeyword);

    private static IEnumerable<string> Ids(TextFile file, TypeDeclarationSyntax type)
    {
        var parameters = type is RecordDeclarationSyntax { ParameterList.Parameters: var positional }
            ? positional.Select(parameter => (Name: parameter.Identifier.ValueText, Id: Attributes.Argument(parameter.AttributeLists, "Id"))).ToArray()
            : [];
        foreach (var (name, _) in parameters.Where(parameter => parameter.Id is null))
        {
            yield return file.At(type, $"{type.Identifier}.{name} has no [property: Id].");
        }

        var members = type.Members.Select(member => Attributes.Argument(member.AttributeLists, "Id"));
        foreach (var twice in parameters.Select(parameter => parameter.Id).Concat(members).OfType<string>().GroupBy(id => id).Where(same => same.Count() > 1))
        {
            yield return file.At(type, $"{type.Identifier} uses the id {twice.Key} twice.");
        }
    }

    private static bool IsGrain(ClassDeclarationSyntax type) =>
        type.BaseList is { Types: var bases } && bases.Select(one => one.Type.ToString().Split('<')[0]).Any(name => name is "Grain" or "IGrainBase" || IsGrainContract(name));

    private static bool IsGrainContract(string name) => name.StartsWith('I') && name.EndsWith("Grain", StringComparison.Ordinal);

    private static IEnumerable<string> GrainClass(TextFile file, ClassDeclarationSyntax grain)
    {
        if (!grain.Modifiers.Any(SyntaxKind.InternalKeyword) || !grain.Modifiers.Any(SyntaxKind.SealedKeyword))
        {
            yield return file.At(grain, $"{grain.Identifier} is not internal and sealed.");
        }

        if (!Attributes.Has(grain.AttributeLists, "GrainType"))
        {
            yield return file.At(grain, $"{grain.Identifier} has no [GrainType].");
        }
    }

    private static bool IsGrainInterface(InterfaceDeclarationSyntax type) =>
        type.BaseList is { Types: var bases } && bases.Any(one => one.Type.ToString().StartsWith("IGrainWith", StringComparison.Ordinal));

    private static IEnumerable<string> GrainInterface(TextFile file, InterfaceDeclarationSyntax grain)
    {
        var missing = new[] { "GrainInterfaceType", "Alias" }.Where(name => !Attributes.Has(grain.AttributeLists, name));
        return missing.Select(name => file.At(grain, $"{grain.Identifier} has no [{name}]."))
            .Concat(grain.Members.OfType<MethodDeclarationSyntax>()
                .Where(method => !Attributes.Has(method.AttributeLists, "Alias"))
                .Select(method => file.At(method, $"{grain.Identifier}.{method.Identifier} has no [Alias].")));
    }
}
