using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Kernels.MonteCarlo;
using ArgumentResult = System.CommandLine.Parsing.ArgumentResult;

namespace ElasticGrains.Cli.Faces;

/// <summary><c>eg run option</c>.</summary>
internal sealed class OptionFace() : KernelFace<OptionInput, OptionTally, OptionResult>(new OptionKernel())
{
    private static readonly OptionInput Defaults = new() { Paths = 0 };

    private readonly Option<OptionStyle> _style = new("--style")
    {
        Description = "What it pays on: the price at maturity, or the mean over the steps. Default: european.",
        HelpName = Choice.Words<OptionStyle>(),
        CustomParser = Choice.Parse<OptionStyle>,
    };

    private readonly Option<OptionSide> _side = new("--type")
    {
        Description = "The right to buy or to sell. Default: call.",
        HelpName = Choice.Words<OptionSide>(),
        CustomParser = Choice.Parse<OptionSide>,
    };

    private readonly Option<double> _spot = Number("--spot", "The price now.", Defaults.Spot, RealNumber.Positive);

    private readonly Option<double> _strike = Number("--strike", "The strike.", Defaults.Strike, RealNumber.Positive);

    private readonly Option<double> _rate = Number("--rate", "The riskless rate per year: 0.05 is 5 %.", Defaults.Rate, RealNumber.Any);

    private readonly Option<double> _volatility = Number("--volatility", "The volatility per year: 0.2 is 20 %.", Defaults.Volatility, RealNumber.Positive);

    private readonly Option<double> _maturity = Number("--maturity", "The years to maturity.", Defaults.MaturityYears, RealNumber.Positive);

    private readonly Option<int> _steps = new("--steps")
    {
        Description = "The dates that an Asian option averages over.",
        HelpName = "N",
        DefaultValueFactory = _ => Defaults.Steps,
        CustomParser = Quantity.Between32(1, 100_000),
    };

    private readonly Option<long> _paths = new("--paths")
    {
        Description = "How many paths to simulate, for example 10M.",
        HelpName = "N",
        Required = true,
        CustomParser = Quantity.Between(2),
    };

    private readonly SeedOption _seed = new();

    public override string Description => "Price a European or Asian option by simulation.";

    public override string ItemWord => "paths";

    public override void AddTo(Command command)
    {
        foreach (var option in new Option[] { _style, _side, _spot, _strike, _rate, _volatility, _maturity, _paths, _steps })
        {
            command.Options.Add(option);
        }

        _seed.AddTo(command);
    }

    protected override OptionInput Read(ParseResult parse) => new()
    {
        Style = parse.GetValue(_style),
        Side = parse.GetValue(_side),
        Spot = parse.GetValue(_spot),
        Strike = parse.GetValue(_strike),
        Rate = parse.GetValue(_rate),
        Volatility = parse.GetValue(_volatility),
        MaturityYears = parse.GetValue(_maturity),
        Steps = parse.GetValue(_steps),
        Paths = parse.GetValue(_paths),
        Seed = _seed.Read(parse),
    };

    protected override ResultView View(OptionResult result)
    {
        var price = $"price = {result.Price:0.000000} ± {result.StandardError:0.000000} ({Figures.Count(result.Paths)} paths)";
        return result.Reference is { } exact
            ? new ResultView(price, null, price, $"closed form (Black and Scholes): {exact:0.000000}")
            : new ResultView(price, null, price);
    }

    private static Option<double> Number(string name, string description, double standard, Func<ArgumentResult, double> parser) => new(name)
    {
        Description = description,
        HelpName = "X",
        DefaultValueFactory = _ => standard,
        CustomParser = parser,
    };
}
