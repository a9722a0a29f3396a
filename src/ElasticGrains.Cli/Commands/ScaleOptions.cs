using System.CommandLine;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Elasticity;

namespace ElasticGrains.Cli.Commands;

/// <summary>Between what the number of silos goes by the load.</summary>
internal sealed class ScaleOptions
{
    private readonly Option<int?> _min;
    private readonly Option<int?> _max;
    private readonly Option<TimeSpan?> _after = new("--scale-in-after")
    {
        Description = $"How long fewer silos must have been enough before one is given up. Default: {Duration.Text(ScaleLimits.DefaultScaleIn)}.",
        HelpName = "TIME",
        CustomParser = result => Duration.Between(TimeSpan.FromSeconds(1), ScaleLimits.LongestScaleIn)(result),
    };

    /// <param name="most">More silos than that are a typing error.</param>
    /// <param name="min">What <c>--min</c> means.</param>
    /// <param name="max">What <c>--max</c> means.</param>
    public ScaleOptions(int most, string min, string max)
    {
        _min = new Option<int?>("--min") { Description = min, HelpName = "N", CustomParser = result => Quantity.Between32(1, most)(result) };
        _max = new Option<int?>("--max") { Description = max, HelpName = "N", CustomParser = result => Quantity.Between32(1, most)(result) };
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_min);
        command.Options.Add(_max);
        command.Options.Add(_after);
    }

    /// <summary>What was given; null for what was not.</summary>
    /// <exception cref="EgException">The least is more than the most.</exception>
    public (int? Min, int? Max, TimeSpan? After) Read(ParseResult parse)
    {
        var (min, max) = (parse.GetValue(_min), parse.GetValue(_max));
        return min > max ? throw EgException.Usage($"--min: {min} is more than --max {max}.") : (min, max, parse.GetValue(_after));
    }
}
