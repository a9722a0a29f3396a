using System.CommandLine;

namespace ElasticGrains.Cli.Tests.Documents;

/// <summary>Command lines in documents are ones that <c>eg</c> understands.</summary>
public sealed class ShownCommandTests
{
    [Theory]
    [MemberData(nameof(DocumentFiles.All), MemberType = typeof(DocumentFiles))]
    public void Command_InADocument_IsUnderstood(string document)
    {
        var problems = ShownCommand.In(DocumentFiles.Read(document))
            .SelectMany(command => Problems(command).Select(problem => $"{document}:{command.Line}: eg {string.Join(' ', command.Words)}: {problem}"));

        Assert.True(!problems.Any(), string.Join('\n', problems));
    }

    [Theory]
    [InlineData("    ./eg run pi --samples 1e6 --seed 1 | tail -n 1 # so")]
    [InlineData("    dotnet run --project src/ElasticGrains.Cli -c Release -- run pi --samples 1e6")]
    [InlineData("```sh\nEG_DEBUG=1 eg job results ID --wait\n```")]
    [InlineData("Say `eg job cancel --tag …` or `eg job tail ID [--from N] [--follow]`.")]
    [InlineData("    eg kernel check NAME …")]
    [InlineData("    ./eg test --long")]
    public void Command_ThatMakesSense_HasNoProblem(string document) => Assert.Empty(ShownCommand.In(document).SelectMany(Problems));

    [Theory]
    [InlineData("    ./eg run pi --sampels 1e6")]
    [InlineData("    ./eg run pi --samples many")]
    [InlineData("    ./eg run pi")]
    [InlineData("    ./eg job purge --older-then 7d")]
    [InlineData("    ./eg job submit json")]
    [InlineData("```\neg job reslts ID\n```")]
    [InlineData("Say `eg job lst`.")]
    [InlineData("Say `eg job tail ID --form N`.")]
    public void Command_ThatMakesNone_HasAProblem(string document) => Assert.NotEmpty(ShownCommand.In(document).SelectMany(Problems));

    private static IEnumerable<string> Problems(ShownCommand shown) => shown.IsWhole ? Misspelt(shown).Concat(Refused(shown)) : Misspelt(shown);

    private static IEnumerable<string> Refused(ShownCommand shown)
    {
        var parse = EgCommandLine.CreateRoot().Parse(shown.Words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        return parse.Action is System.CommandLine.Help.HelpAction ? [] : parse.Errors.Select(error => error.Message);
    }

    // A command that takes any number of ids would take a misspelt option for one.
    private static IEnumerable<string> Misspelt(ShownCommand shown)
    {
        Command command = EgCommandLine.CreateRoot();
        var options = command.Options.ToList();
        var words = new Queue<string>(shown.Words.Select(word => word.Trim('[', ']', '…', ',')));
        while (words.TryPeek(out var word) && command.Subcommands.FirstOrDefault(sub => sub.Name == word) is { } next)
        {
            words.Dequeue();
            command = next;
            options.AddRange(command.Options);
        }

        // Below a group stands a command of its own, or what stands for any: in capitals, or left out.
        var below = All(command).ToList();
        var isWrong = command.Subcommands.Count > 0 && words.TryPeek(out var unknown) && unknown.Length > 0 && char.IsLower(unknown[0]);
        options.AddRange(below.SelectMany(sub => sub.Options));
        return
        [
            .. isWrong ? [$"'{words.Peek()}' is no command."] : Array.Empty<string>(),
            .. words.Where(word => word.StartsWith('-') && word.Length > 1 && !options.Exists(option => option.Name == word || option.Aliases.Contains(word))).Select(word => $"'{word}' is no option."),
        ];
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(sub => All(sub).Prepend(sub));
}
