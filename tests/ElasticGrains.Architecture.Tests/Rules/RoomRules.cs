using ElasticGrains.Architecture.Tests.Tree;

namespace ElasticGrains.Architecture.Tests.Rules;

/// <summary>Who may enter which room.</summary>
public static class RoomRules
{
    private const string Abstractions = "ElasticGrains.Abstractions";
    private const string Engine = "ElasticGrains.Engine";

    // Composition roots put rooms together and may enter all of them; nobody may enter an executable.
    private static readonly string[] CompositionRoots = ["ElasticGrains.Embedded", "ElasticGrains.Silo", "ElasticGrains.Cli"];

    // A cluster's membership is in its database, and a client's way in leads over it.
    private static readonly string[] DatabaseRooms = ["ElasticGrains.Storage", "ElasticGrains.Client"];

    private static readonly string[] Executables = ["ElasticGrains.Cli"];

    private static readonly Dictionary<string, string[]> MayReference = new()
    {
        [Abstractions] = [],
        ["ElasticGrains.Kernels"] = [Abstractions],
        [Engine] = [Abstractions],
        ["ElasticGrains.Accelerators"] = [Abstractions, "ElasticGrains.Kernels"],
        ["ElasticGrains.Client"] = [Abstractions],
        ["ElasticGrains.Runtime"] = [Abstractions, Engine],
        ["ElasticGrains.S3"] = [Abstractions],
        ["ElasticGrains.Storage"] = [Abstractions, Engine, "ElasticGrains.S3"],
        // Its in-process clusters are silos and a client, put together without a provider.
        ["ElasticGrains.Testing"] = [Abstractions, Engine, "ElasticGrains.Runtime", "ElasticGrains.Client"],
    };

    // Each in its own room.
    private static readonly (string Name, string[] Rooms)[] Providers =
    [
        ("Microsoft.Data.Sqlite", DatabaseRooms),
        ("SQLitePCLRaw", DatabaseRooms),
        ("Npgsql", DatabaseRooms),
        ("AWSSDK", ["ElasticGrains.S3"]),
        ("Amazon", ["ElasticGrains.S3"]),
        ("ILGPU", ["ElasticGrains.Accelerators"]),
    ];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            "A room references only the rooms that it may enter",
            path => Rule.Projects(path) && Rule.IsUnder(path, "src/"),
            (file, _) => References(file),
            [
                Project(Abstractions, """<ProjectReference Include="../ElasticGrains.Engine/ElasticGrains.Engine.csproj" />"""),
                Project("ElasticGrains.Kernels", """<ProjectReference Include="../ElasticGrains.Engine/ElasticGrains.Engine.csproj" />"""),
                Project("ElasticGrains.Runtime", """<ProjectReference Include="..\ElasticGrains.Storage\ElasticGrains.Storage.csproj" />"""),
                Project("ElasticGrains.Embedded", """<ProjectReference Include="../ElasticGrains.Cli/ElasticGrains.Cli.csproj" />"""),
                Project("ElasticGrains.Testing", """<ProjectReference Include="../ElasticGrains.Storage/ElasticGrains.Storage.csproj" />"""),
                Project("ElasticGrains.Unheard", """<ProjectReference Include="../ElasticGrains.Engine/ElasticGrains.Engine.csproj" />"""),
            ],
            [Project("ElasticGrains.Embedded", """<ProjectReference Include="../ElasticGrains.Storage/ElasticGrains.Storage.csproj" />""")]),
        new(
            "Provider packages are referenced only by their own rooms and by composition roots",
            Rule.Projects,
            (file, _) => ProjectText.Packages(file).Where(name => !MayUse(file, name)).Select(name => file.At(0, $"references {name}.")),
            [
                Project("ElasticGrains.Runtime", """<PackageReference Include="Npgsql" />"""),
                Project("ElasticGrains.Storage", """<PackageReference Include="ILGPU.Algorithms" />"""),
                Project("ElasticGrains.Accelerators", """<PackageReference Include="Npgsql" />"""),
                Project("ElasticGrains.Client", """<PackageReference Include="AWSSDK.S3" />"""),
            ],
            [Project("ElasticGrains.Storage", """<PackageReference Include="Microsoft.Data.Sqlite" />""")]),
        new(
            "Provider namespaces are used only by their own rooms and by composition roots",
            Rule.Sources,
            (file, _) => file.Syntax.Usings
                .Where(use => use.Name is { } name && !MayUse(file, name.ToString()))
                .Select(use => file.At(use, $"uses {use.Name}.")),
            [new("src/ElasticGrains.Runtime/Jobs/X.cs", "using Microsoft.Data.Sqlite;\n"), new("src/ElasticGrains.Runtime/Jobs/X.cs", "using Amazon.S3;\n")],
            [new("tests/ElasticGrains.Storage.Tests/X.cs", "using Npgsql;\n"), new("src/ElasticGrains.Runtime/X.cs", "// using Npgsql;\n")]),
        new(
            "A project's dependencies are locked",
            Rule.Projects,
            (file, exists) => exists(Rule.Sibling(file.Path, "packages.lock.json")) || Rule.IsOutside(file.Path, exists) ? [] : [file.At(0, "has no packages.lock.json.")],
            [new("tests/Unlocked/Unlocked.csproj", "<Project />")],
            [new("tests/Locked/Locked.csproj", "<Project />"), new("docs/samples/Outside/Outside.csproj", "<Project />")]),
    ];

    private static IEnumerable<string> References(TextFile file)
    {
        var room = file.Room;
        if (CompositionRoots.Contains(room))
        {
            return ProjectText.Projects(file).Where(Executables.Contains).Select(other => file.At(0, $"references the executable {other}."));
        }

        return MayReference.TryGetValue(room, out var allowed)
            ? ProjectText.Projects(file).Except(allowed).Select(other => file.At(0, $"may not reference {other}."))
            : [file.At(0, $"is a new room: say in {nameof(RoomRules)} which rooms it may enter.")];
    }

    private static bool MayUse(TextFile file, string name) =>
        Rule.IsUnder(file.Path, "tests/") || CompositionRoots.Contains(file.Room) || Array.TrueForAll(Providers, provider => !Rule.IsUnder(name, provider.Name) || provider.Rooms.Contains(file.Room));

    private static TextFile Project(string room, string reference) =>
        new($"src/{room}/{room}.csproj", $"<Project><ItemGroup>{reference}</ItemGroup></Project>");
}
