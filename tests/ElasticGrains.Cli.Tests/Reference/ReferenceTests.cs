using System.CommandLine;
using ElasticGrains.Cli.Commands;
using ElasticGrains.Cli.Parsing;
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

    /// <summary>What is said of a default is true, and what a value has to be when nothing is said is told: of options that cannot be without a value.</summary>
    [Fact]
    public void Option_WithADefault_TellsTheOneThatItHas()
    {
        var options = All(RootCommands.Create()).SelectMany(command => command.Options).Where(option => !option.Required && option.ValueType != typeof(bool) && option.ValueType != typeof(void)).ToList();
        var always = options.Where(option => option.HasDefaultValue || (option.ValueType.IsValueType && Nullable.GetUnderlyingType(option.ValueType) is null)).ToList();
        var wrong = always.Where(option => !TellsItsDefault(option)).Concat(options.Where(option => !TellsItOnce(option)));

        Assert.True(always.Count > 20);
        Assert.Equal("", string.Join('\n', wrong.Select(option => $"{option.Name}: {option.Description}")));
    }

    private static bool TellsItsDefault(Option option)
    {
        var value = option.HasDefaultValue ? option.GetDefaultValue() : Activator.CreateInstance(option.ValueType);
        var told = Meaning.Of(option.Description).Default ?? OptionRow.Of(option).Default.Trim('`');
        return value is Array || told.StartsWith(value is TimeSpan time ? Duration.Text(time) : $"{value}", StringComparison.OrdinalIgnoreCase);
    }

    // A default that a description tells in other words would not stand in its column.
    private static bool TellsItOnce(Option option) =>
        Meaning.Of(option.Description).Text is var text && !text.Contains("unless said", StringComparison.Ordinal) && !text.Contains("when not said", StringComparison.Ordinal)
        && !text.Contains("default", StringComparison.OrdinalIgnoreCase);

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
