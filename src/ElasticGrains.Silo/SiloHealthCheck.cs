using ElasticGrains.Ledger;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ElasticGrains.Silo;

/// <summary>Ready: active in the cluster, with a ledger that answers.</summary>
internal sealed class SiloHealthCheck(ISiloStatusOracle oracle, IJobLedger ledger) : IHealthCheck
{
    public const string Name = "silo";
    public const string Ready = "ready";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = oracle.CurrentStatus;
        if (status != SiloStatus.Active)
        {
            return HealthCheckResult.Unhealthy($"The silo is {status}.");
        }

        try
        {
            await ledger.FindAsync("", cancellationToken);
            return HealthCheckResult.Healthy("The silo is active and its ledger answers.");
        }
        catch (LedgerUnavailableException error)
        {
            return HealthCheckResult.Unhealthy(error.Message);
        }
    }
}
