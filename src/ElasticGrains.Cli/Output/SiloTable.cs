using ElasticGrains.Cli.Clusters;

namespace ElasticGrains.Cli.Output;

/// <summary>Silos as a table.</summary>
internal static class SiloTable
{
    public static TextTable Of(IReadOnlyList<SiloView> silos)
    {
        var table = new TextTable("SILO", "STATUS", "HOST", "PID#", "ADDRESS", "SLOTS#", "BUSY#", "VERSION", "STARTED");
        foreach (var silo in silos)
        {
            table.Add(
                silo.Name,
                silo.State,
                silo.Host,
                silo.ProcessId is { } pid ? $"{pid}" : "-",
                silo.Address,
                silo.Slots is { } slots ? Figures.Count(slots) : "-",
                silo.Busy is { } busy ? Figures.Count(busy) : "-",
                silo.Version ?? "-",
                Figures.Time(silo.StartedAt));
        }

        return table;
    }
}
