using ElasticGrains.Architecture.Tests.Tree;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticGrains.Architecture.Tests.Rules;

/// <summary>The feature folders of the runtime meet only through contracts and pure types, so that each can change alone.</summary>
public static class RuntimeFolderRules
{
    private const string Runtime = "ElasticGrains.Runtime";

    // Hosting puts the features together.
    private const string SeesAll = "Hosting";

    // Log events and instruments know no feature.
    private const string SeenByAll = "Diagnostics";

    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            "A feature folder of Runtime names no other",
            Rule.ProductSources,
            (file, _) => Check(file),
            [
                Source("Jobs", "using ElasticGrains.Runtime.Shards;"),
                Source("Jobs", "using static ElasticGrains.Runtime.Shards.Things;"),
                Source("Jobs", "namespace ElasticGrains.Runtime.Jobs; class X { ElasticGrains.Runtime.Hosting.Y y; }"),
                Source("Diagnostics", "using ElasticGrains.Runtime.Jobs;"),
                new($"src/{Runtime}/X.cs", "using ElasticGrains.Runtime.Jobs;"),
            ],
            [
                Source("Hosting", "using ElasticGrains.Runtime.Shards;"),
                Source("Jobs", "using ElasticGrains.Runtime.Diagnostics;"),
                Source("Jobs", "using ElasticGrains.Shards;\nusing ElasticGrains.Engine.Shards;\nnamespace ElasticGrains.Runtime.Jobs;"),
                new("src/ElasticGrains.Embedded/X.cs", "using ElasticGrains.Runtime.Jobs;"),
            ]),
    ];

    private static IEnumerable<string> Check(TextFile file)
    {
        var folder = file.Folders.Count > 0 ? file.Folders[0] : "";
        if (file.Room != Runtime || folder == SeesAll)
        {
            return [];
        }

        return file.Syntax.DescendantNodes()
            .Where(node => node is NameSyntax or MemberAccessExpressionSyntax)
            .Select(node => (Node: node, Parts: node.ToString().Split('.')))
            .Where(name => name.Parts is ["ElasticGrains", "Runtime", var other] && other != folder && other != SeenByAll)
            .Select(name => file.At(name.Node, $"names {name.Node}; let them meet through Abstractions or a pure type of Engine."));
    }

    private static TextFile Source(string folder, string text) => new($"src/{Runtime}/{folder}/X.cs", text);
}
