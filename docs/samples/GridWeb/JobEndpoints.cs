using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Kernels.MonteCarlo;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace GridWeb;

/// <summary>A form, and the jobs that it makes.</summary>
internal static class JobEndpoints
{
    // Somebody watches: a partial result of each shard every quarter of a second, where the default saves commits.
    private static readonly JobPolicy Watched = JobPolicy.Default with { CommitInterval = TimeSpan.FromSeconds(0.25) };

    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => FormPage.Create($"pi-{Guid.NewGuid():N}"));

        // Nobody signs in here, so there is nothing that another site's form could borrow.
        routes.MapPost("/jobs", SubmitAsync).DisableAntiforgery();
        var job = routes.MapGroup("/jobs/{id}").AddEndpointFilter<JobIdFilter>();
        job.MapGet("", ShowAsync);
        job.MapGet("/events", WatchAsync);
        job.MapGet("/result", ReadAsync);
    }

    // The key is the job's id: whoever sends the form twice is led to the same job.
    private static async Task<Results<RedirectHttpResult, ValidationProblem>> SubmitAsync(IFormCollection fields, IGrid grid, CancellationToken aborted)
    {
        var form = JobForm.Read(fields);
        if (form.Errors.Count > 0)
        {
            return TypedResults.ValidationProblem(form.Errors);
        }

        var options = new JobOptions { Id = form.Key, Policy = Watched };
        var job = await grid.SubmitAsync(new PiKernel(), new PiInput { Samples = form.Samples }, options, aborted);
        return TypedResults.Redirect($"/jobs/{job.Id}");
    }

    private static async Task<ContentHttpResult> ShowAsync(string id, IGrid grid, CancellationToken aborted) =>
        JobPage.Create(await grid.Attach(id).StatusAsync(aborted));

    private static async Task<IResult> WatchAsync(
        string id, [FromHeader(Name = "Last-Event-ID")] string? last, IGrid grid, IHostApplicationLifetime lifetime, HttpContext http)
    {
        if (!JobEvents.TryReadNumber(last, out var seen))
        {
            return TypedResults.Problem($"Last-Event-ID is '{last}'; it must be the number of a partial result.", statusCode: StatusCodes.Status400BadRequest);
        }

        var job = grid.Attach(id);

        // A job that is not there is an answer of its own; once events flow there is no status to give.
        await job.StatusAsync(http.RequestAborted);

        // Else a stop of this process would wait for the ends of jobs. The browser connects again, and says what it saw.
        http.Response.RegisterForDispose(lifetime.ApplicationStopping.Register(http.Abort));
        return TypedResults.ServerSentEvents(JobEvents.ReadAsync(job, seen, http.RequestAborted));
    }

    private static async Task<IResult> ReadAsync(string id, IGrid grid, CancellationToken aborted)
    {
        var job = grid.Attach(id);
        var status = await job.StatusAsync(aborted);
        return (status.Outcome is null ? null : await job.OutcomeAsync(aborted)) switch
        {
            null => TypedResults.Json(new { status.Phase, status.Items, status.Committed }, KernelJson.Options, statusCode: StatusCodes.Status202Accepted),
            { Phase: JobPhase.Succeeded } outcome => TypedResults.Bytes(outcome.Result, "application/json"),
            var outcome => throw new JobFailedException(id, outcome),
        };
    }
}
