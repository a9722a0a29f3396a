using System.Globalization;
using ElasticGrains.Client;
using ElasticGrains.Jobs;
using Microsoft.AspNetCore.Diagnostics;

namespace GridWeb;

/// <summary>What the grid's refusals are in HTTP, each as problem details with the grid's own words.</summary>
public sealed class GridProblems(IProblemDetailsService details) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (StatusOf(exception) is not { } status)
        {
            return ValueTask.FromResult(false);
        }

        httpContext.Response.StatusCode = status;
        if (exception is JobRefusedException { RetryAfter: { } wait })
        {
            httpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return details.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = { Status = status, Detail = exception.Message },
        });
    }

    /// <summary>The status code; null for what is this program's own fault.</summary>
    private static int? StatusOf(Exception exception) => exception switch
    {
        JobRefusedException { Status: SubmitStatus.Busy } => StatusCodes.Status429TooManyRequests,
        JobRefusedException { Status: SubmitStatus.Conflict } => StatusCodes.Status409Conflict,
        OversizedException => StatusCodes.Status413PayloadTooLarge,
        JobRefusedException => StatusCodes.Status400BadRequest,
        JobFailedException => StatusCodes.Status409Conflict,
        KeyNotFoundException => StatusCodes.Status404NotFound,
        GridUnreachableException or JobTakenOverException => StatusCodes.Status503ServiceUnavailable,
        _ => null,
    };
}
