using System.Globalization;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Bench;

/// <summary>A writer as the ledger names it.</summary>
internal readonly record struct WriterName(int ProcessId, string Silo)
{
    public static WriterName Of(IReadOnlyList<LedgerEvent> history)
    {
        var parts = history.OfType<LedgerEvent.WriterTaken>().Last().Writer.Split('/');
        return new WriterName(int.Parse(parts[1], CultureInfo.InvariantCulture), parts[2]);
    }
}
