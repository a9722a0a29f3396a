using ElasticGrains.Elasticity;

namespace ElasticGrains.Cli.Output;

/// <summary>Prints how many silos there should be, for people.</summary>
internal static class ScalePrinter
{
    public static void Print(ScaleAdvice advice)
    {
        var table = new TextTable("RESOURCE", "SLOTS#", "BUSY#", "WAITING#", "WANTED#");
        foreach (var demand in advice.Resources)
        {
            table.Add(
                $"{demand.Class}".ToLowerInvariant(),
                Figures.Count(demand.Slots),
                Figures.Count(demand.Busy),
                Figures.Count(demand.Waiting),
                Figures.Count(demand.WantedSlots));
        }

        Terminal.Table(table);
        Terminal.Line($"silos    {Figures.Count(advice.Silos)}, {Figures.Count(advice.WantedSilos)} wanted");
        Terminal.Line($"remove   {advice.Remove ?? "none"}");
        Terminal.Line($"why      {advice.Reason}");
        Terminal.Line($"since    {Figures.Time(advice.Since)}");
    }
}
