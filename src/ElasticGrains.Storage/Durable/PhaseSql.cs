using System.Globalization;
using ElasticGrains.Engine.Ledger;
using ElasticGrains.Jobs;

namespace ElasticGrains.Storage.Durable;

/// <summary>The phase of a row of jobs, as <see cref="JobLedgerTotals.Phase"/> has it.</summary>
internal static class PhaseSql
{
    public static readonly string Phase = string.Create(
        CultureInfo.InvariantCulture,
        $"(CASE WHEN final IS NOT NULL THEN final WHEN planned_shards IS NULL THEN {(int)JobPhase.Accepted} "
        + $"WHEN committed < items THEN {(int)JobPhase.Running} ELSE {(int)JobPhase.Finishing} END)");
}
