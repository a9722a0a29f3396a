using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Kernels;
using ElasticGrains.Kernels.Demo;

namespace ElasticGrains.Cli.Faces;

/// <summary><c>eg run squares</c>.</summary>
internal sealed class SquaresFace() : KernelFace<SquaresInput, ItemResults<long>, ItemSummary>(new SquaresKernel())
{
    private readonly Option<long> _items = new("--items")
    {
        Description = "How many items, for example 1_000_000 or 10M.",
        HelpName = "N",
        Required = true,
        CustomParser = Quantity.Between(1),
    };

    public override string Description => "Square every item number: a result per item, read with 'eg job results ID --item N'.";

    public override string ItemWord => "items";

    public override void AddTo(Command command) => command.Options.Add(_items);

    protected override SquaresInput Read(ParseResult parse) => new(parse.GetValue(_items));

    protected override ResultView View(ItemSummary result)
    {
        var text = $"{Figures.Count(result.Items)} items, each with its own result in the ledger";
        return new ResultView(text, null, text);
    }
}
