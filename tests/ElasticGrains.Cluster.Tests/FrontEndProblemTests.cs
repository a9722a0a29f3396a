using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ElasticGrains.Client;
using ElasticGrains.Jobs;
using GridWeb;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Cluster.Tests;

/// <summary>What the sample front end answers when the grid does not: without a cluster, as a real one is given up only after a minute.</summary>
public sealed class FrontEndProblemTests
{
    [Fact]
    public async Task Get_FromAGridOutOfReach_IsServiceUnavailable() =>
        await IsProblemAsync(new GridUnreachableException("The grid has not answered for 75 s."), HttpStatusCode.ServiceUnavailable);

    [Fact]
    public async Task Get_OfAJobThatMovedOn_IsServiceUnavailable() =>
        await IsProblemAsync(new JobTakenOverException("Another process took over."), HttpStatusCode.ServiceUnavailable);

    [Fact]
    public async Task Post_OfASpecThatCannotRun_IsBadRequest() =>
        await IsProblemAsync(new JobRefusedException("There is no kernel 'pi' here."), HttpStatusCode.BadRequest);

    [Fact]
    public async Task Post_OfTooMuch_IsContentTooLarge() =>
        await IsProblemAsync(new OversizedException("The input of job 'j'", 2_000_000, 1_048_576, "Put the data elsewhere."), HttpStatusCode.RequestEntityTooLarge);

    [Fact]
    public async Task Post_ToABusyGrid_IsTooManyRequestsWithTheTimeToComeBack() => await IsProblemAsync(
        new JobRefusedException("j", new SubmitAnswer(SubmitStatus.Busy, new Failure(FailureFault.Grid, "busy", "The silo is full.")) { RetryAfter = TimeSpan.FromSeconds(2.4) }),
        HttpStatusCode.TooManyRequests,
        retryAfter: 3);

    private static async Task IsProblemAsync(Exception thrown, HttpStatusCode status, int? retryAfter = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddProblemDetails().AddExceptionHandler<GridProblems>();
        await using var app = builder.Build();
        app.UseExceptionHandler();
        app.MapGet("/", IResult () => throw thrown);
        await app.StartAsync();

        using var browser = new HttpClient();
        using var answer = await browser.GetAsync(app.Urls.Single());
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(retryAfter, answer.Headers.RetryAfter?.Delta?.TotalSeconds);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(thrown.Message, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }
}
