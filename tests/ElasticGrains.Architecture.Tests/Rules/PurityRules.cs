using ElasticGrains.Architecture.Tests.Tree;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ElasticGrains.Architecture.Tests.Rules;

/// <summary>What decides and what computes waits for nothing, logs nothing and reads no clock: time and chance are arguments.</summary>
public static class PurityRules
{
    private static readonly string[] Pure = ["src/ElasticGrains.Engine/", "src/ElasticGrains.Kernels/"];

    private static readonly HashSet<string> Waiting = ["Task", "ValueTask", "Thread", "ThreadPool", "Parallel", "Timer", "PeriodicTimer", "SemaphoreSlim"];
    private static readonly HashSet<string> Watching = ["ILogger", "ILoggerFactory", "Stopwatch", "Console", "Activity", "Meter"];
    private static readonly HashSet<string> Hidden = ["TimeProvider.System", "DateTime.UtcNow", "Environment.TickCount64", "Guid.NewGuid", "Stopwatch.GetTimestamp"];
    private static readonly HashSet<string> Disk = ["File", "FileInfo", "FileStream", "Directory", "DirectoryInfo", "RandomAccess"];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            "Engine and Kernels wait for nothing",
            Rule.ProductSources,
            (file, _) => IsPure(file) ? Names(file, Waiting).Concat(Awaits(file)) : [],
            [Engine("Task Run();"), Engine("Task<int> Run();"), Engine("async void Run() { }"), Kernels("void Run() { lock (this) { } }"), Engine("void Run() { Thread.Yield(); }")],
            [Engine("/* async Task */ string Run() => \"Task\";"), new("src/ElasticGrains.Runtime/X.cs", "class X { Task Run(); }")]),
        new(
            "Engine and Kernels log nothing and measure nothing",
            Rule.ProductSources,
            (file, _) => IsPure(file) ? Names(file, Watching) : [],
            [Engine("ILogger<X> log;"), Kernels("void Run() => Console.WriteLine();")],
            []),
        new(
            "Engine and Kernels take time and chance as arguments",
            Rule.ProductSources,
            (file, _) => IsPure(file) ? Members(file).Concat(UnseededRandom(file)) : [],
            [Engine("object o = TimeProvider.System;"), Kernels("object o = System.Guid.NewGuid();"), Engine("object o = new Random();"), Engine("Random o = new();")],
            [Engine("object o = new Random(7);"), Engine("void Run(TimeProvider time) { }")]),
        new(
            "Engine touches no disk",
            Rule.ProductSources,
            (file, _) => Rule.IsUnder(file.Path, Pure[0]) ? Names(file, Disk) : [],
            [Engine("void Run() => File.Delete(\"x\");")],
            [Kernels("void Run() => File.OpenRead(\"x\");")]),
    ];

    private static bool IsPure(TextFile file) => Rule.IsUnder(file.Path, Pure);

    private static IEnumerable<string> Names(TextFile file, HashSet<string> words) =>
        file.Syntax.DescendantNodes().OfType<SimpleNameSyntax>()
            .Where(name => words.Contains(name.Identifier.ValueText) && name.Parent is not MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax })
            .Select(name => file.At(name, $"names {name}."));

    private static IEnumerable<string> Awaits(TextFile file) =>
        file.Syntax.DescendantTokens()
            .Where(token => token.Kind() is SyntaxKind.AsyncKeyword or SyntaxKind.AwaitKeyword or SyntaxKind.LockKeyword)
            .Select(token => file.At(token.Parent!, $"says {token.ValueText}."));

    private static IEnumerable<string> Members(TextFile file) =>
        file.Syntax.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            .Where(access => Hidden.Contains($"{access.Expression.ToString().Split('.')[^1]}.{access.Name}"))
            .Select(access => file.At(access, $"reads {access}."));

    private static IEnumerable<string> UnseededRandom(TextFile file) =>
        file.Syntax.DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>()
            .Where(made => made.ArgumentList is not { Arguments.Count: > 0 } && TypeOf(made) == "Random")
            .Select(made => file.At(made, "makes a Random without a seed."));

    private static string? TypeOf(BaseObjectCreationExpressionSyntax made) => made switch
    {
        ObjectCreationExpressionSyntax named => named.Type.ToString(),
        _ => made.FirstAncestorOrSelf<VariableDeclarationSyntax>()?.Type.ToString(),
    };

    private static TextFile Engine(string member) => new(Pure[0] + "X.cs", $"class X {{ {member} }}");

    private static TextFile Kernels(string member) => new(Pure[1] + "X.cs", $"class X {{ {member} }}");
}
