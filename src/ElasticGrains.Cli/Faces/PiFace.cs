using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Kernels.MonteCarlo;

namespace ElasticGrains.Cli.Faces;

/// <summary><c>eg run pi</c>.</summary>
internal sealed class PiFace() : KernelFace<PiInput, PiTally, PiResult>(new PiKernel())
{
    private readonly Option<long> _samples = new("--samples")
    {
        Description = "How many points to draw, for example 2e9, 1_000_000 or 10M.",
        HelpName = "N",
        Required = true,
        CustomParser = Quantity.Between(1),
    };

    private readonly SeedOption _seed = new();

    public override string Description => "Estimate pi from random points.";

    public override string ItemWord => "samples";

    public override void AddTo(Command command)
    {
        command.Options.Add(_samples);
        _seed.AddTo(command);
    }

    protected override PiInput Read(ParseResult parse) => new() { Samples = parse.GetValue(_samples), Seed = _seed.Read(parse) };

    protected override ResultView View(PiResult result)
    {
        var text = $"pi = {result.Pi:0.0000000000} ± {result.StandardError:0.0000000000}";
        return new ResultView(text, null, text, $"{Figures.Count(result.Hits)} of {Figures.Count(result.Samples)} samples inside the quarter circle");
    }
}
