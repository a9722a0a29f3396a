using System.Text.RegularExpressions;

namespace ElasticGrains.Cli.Tests.Containers;

/// <summary>One line of a Dockerfile, its continuations joined.</summary>
internal sealed record Instruction(string Name, string Arguments);

/// <summary>A stage: what follows a FROM.</summary>
internal sealed record Stage(string Base, string? Name, IReadOnlyList<Instruction> Instructions)
{
    /// <summary>The arguments of the only instruction of a name; null when there is none.</summary>
    public string? Only(string name) => Instructions.SingleOrDefault(instruction => instruction.Name == name)?.Arguments;
}

/// <summary>The part of a Dockerfile's language that this repository uses; anything else is refused.</summary>
internal sealed partial record Dockerfile(IReadOnlyList<Stage> Stages)
{
    private static readonly string[] Known = ["FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "EXPOSE", "STOPSIGNAL", "ENTRYPOINT"];

    public Stage Last => Stages[^1];

    public static Dockerfile Parse(string text)
    {
        var stages = new List<(string Base, string? Name, List<Instruction> Instructions)>();
        foreach (var instruction in Lines(text).Select(InstructionOf))
        {
            if (instruction.Name == "FROM")
            {
                var from = From().Match(instruction.Arguments);
                Assert.True(from.Success, $"FROM {instruction.Arguments} is not understood.");
                stages.Add((from.Groups["base"].Value, from.Groups["name"] is { Success: true } name ? name.Value : null, []));
            }
            else
            {
                Assert.True(stages.Count > 0, $"{instruction.Name} comes before FROM.");
                stages[^1].Instructions.Add(instruction);
            }
        }

        Assert.NotEmpty(stages);
        return new Dockerfile([.. stages.Select(stage => new Stage(stage.Base, stage.Name, stage.Instructions))]);
    }

    private static IEnumerable<string> Lines(string text)
    {
        var joined = "";
        foreach (var line in text.Split('\n').Where(line => line.Trim() is { Length: > 0 } and not ['#', ..]))
        {
            joined += line.TrimEnd('\\', ' ') + ' ';
            if (!line.TrimEnd().EndsWith('\\'))
            {
                yield return joined.Trim();
                joined = "";
            }
        }

        Assert.Equal("", joined);
    }

    private static Instruction InstructionOf(string line)
    {
        var name = line.Split(' ')[0];
        Assert.True(Known.Contains(name), $"{name} is not understood.");
        return new Instruction(name, line[name.Length..].Trim());
    }

    [GeneratedRegex(@"^(?<base>\S+)( AS (?<name>[a-z]+))?$")]
    private static partial Regex From();
}
