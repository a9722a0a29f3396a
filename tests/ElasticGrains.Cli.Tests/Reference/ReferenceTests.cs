using System.CommandLine;
using ElasticGrains.Cli.Commands;
using ElasticGrains.Cli.Reference;
using ElasticGrains.Cli.Tests.Containers;
using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Client;
using ElasticGrains.Embedded;
using ElasticGrains.Jobs;
using ElasticGrains.Silo;

namespace ElasticGrains.Cli.Tests.Reference;

/// <summary>The references are what the code says.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData("cli")]
    [InlineData("configuration")]
    public async Task Reference_InDocs_IsWhatTheCodeSays(string name)
    {
        using var scratch = new Scratch();
        var said = (await Eg.RunAsync(scratch, "docs", name)).Succeeds().Out.ReplaceLineEndings("\n");
        var file = $"docs/{name}.md";
        var written = File.ReadAllText(Path.Combine(Repository.Root, file)).ReplaceLineEndings("\n");

        Assert.True(said == written, $"{file} is not what the code says, from here on: {FirstDifference(written, said)}\nWrite it anew with: ./eg docs {name} > {file}");
    }

    [Fact]
    public void Option_WithADefault_TellsTheOneThatItHas()
    {
        var wrong = All(RootCommands.Create()).SelectMany(command => command.Options)
            .Where(option => option.HasDefaultValue && Meaning.Of(option.Description).Default is { } told && !told.StartsWith($"{option.GetDefaultValue()}", StringComparison.Ordinal));

        Assert.Empty(wrong.Select(option => option.Name));
    }

    [Fact]
    public void Setting_WithADefault_TellsTheOneThatItHas()
    {
        object[] all = [new SiloSettings(), new EmbeddedGridBuilder(), new JobOptions(), new JobPolicy()];
        var wrong = from settings in all
                    from row in SettingRow.Of(settings)
                    where row.Default.Length > 0 && (row.Default[0] == '`' || char.IsAsciiDigit(row.Default[0]))
                    let value = settings.GetType().GetProperty(row.Key)!.GetValue(settings)
                    where value is string or int && row.Default.Trim('`') != $"{value}"
                    select row;

        Assert.Empty(wrong);
    }

    [Fact]
    public void Configuration_OfTheContainers_NamesEveryVariable()
    {
        var configuration = SettingsReference.Render();
        var compose = ComposeFile.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml")));
        var variables = compose.Services.Values.SelectMany(service => service.Environment.Keys).ToList();

        Assert.NotEmpty(variables);
        Assert.All(variables, variable => Assert.Contains($"`{variable}`", configuration, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("The clock.", "The clock.", null)]
    [InlineData("The seed. Default: 0.", "The seed.", "0")]
    [InlineData("Silos. Default: 3, so that two can agree.", "Silos.", "3, so that two can agree")]
    [InlineData("Default: none.", "", "none")]
    [InlineData(null, "", null)]
    public void Meaning_OfADescription_KeepsItsDefaultApart(string? description, string text, string? standard) =>
        Assert.Equal(new Meaning(text, standard), Meaning.Of(description));

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    private static string FirstDifference(string written, string said)
    {
        var lines = said.Split('\n');
        return written.Split('\n').Index().Where(line => line.Index >= lines.Length || lines[line.Index] != line.Item).Select(line => line.Item).FirstOrDefault("its end");
    }
}
