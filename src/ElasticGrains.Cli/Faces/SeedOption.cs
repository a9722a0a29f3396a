using System.CommandLine;
using System.Globalization;

namespace ElasticGrains.Cli.Faces;

/// <summary>The seed of a kernel that draws: the same seed gives the same answer, to the last bit.</summary>
internal sealed class SeedOption
{
    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "The same seed gives the same answer. Default: 0.",
        HelpName = "N",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
            {
                result.AddError($"--seed: '{text}' is not a seed; give a whole number from 0 to {ulong.MaxValue}.");
            }

            return seed;
        },
    };

    public void AddTo(Command command) => command.Options.Add(_seed);

    public ulong Read(ParseResult parse) => parse.GetValue(_seed);
}
