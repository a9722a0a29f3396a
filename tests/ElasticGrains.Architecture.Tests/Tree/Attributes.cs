using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticGrains.Architecture.Tests.Tree;

/// <summary>Reads attributes from syntax.</summary>
public static class Attributes
{
    /// <summary>The attribute of that name, written with or without its namespace.</summary>
    public static AttributeSyntax? Find(IEnumerable<AttributeListSyntax> lists, string name) =>
        lists.SelectMany(list => list.Attributes).FirstOrDefault(attribute => attribute.Name.ToString().Split('.')[^1] == name);

    /// <summary>True when the attribute is there.</summary>
    public static bool Has(IEnumerable<AttributeListSyntax> lists, string name) => Find(lists, name) is not null;

    /// <summary>The text of an attribute's first argument.</summary>
    public static string? Argument(IEnumerable<AttributeListSyntax> lists, string name) =>
        Find(lists, name)?.ArgumentList?.Arguments.FirstOrDefault()?.ToString();
}
