using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;

namespace ElasticGrains.Silo;

/// <summary>The health of a silo over HTTP, for orchestrators.</summary>
public static class HealthEndpoints
{
    /// <summary>
    /// Maps <c>/healthz</c> (200 while the process answers) and <c>/readyz</c> (200 while the silo is active and its ledger answers, else 503).
    /// Neither tells more than a word, so neither needs a token.
    /// </summary>
    public static IEndpointRouteBuilder MapElasticGrainsHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false });
        endpoints.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = check => check.Tags.Contains(SiloHealthCheck.Ready) });
        return endpoints;
    }
}
