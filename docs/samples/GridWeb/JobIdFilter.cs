using ElasticGrains.Jobs;

namespace GridWeb;

/// <summary>Says what is wrong with an id that no job can have.</summary>
internal sealed class JobIdFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        JobIds.Problem((string)context.HttpContext.GetRouteValue("id")!) is { } problem
            ? TypedResults.Problem(problem, statusCode: StatusCodes.Status400BadRequest)
            : await next(context);
}
