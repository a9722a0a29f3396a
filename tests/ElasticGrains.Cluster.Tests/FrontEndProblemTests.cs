using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ElasticGrains.Client;
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
        await IsProblemAsync(new GridUnreachableException("The cluster has not answered for 75 s."), HttpStatusCode.ServiceUnavailable);

    [Fact]
    public async Task Get_OfAJobThatMovedOn_IsServiceUnavailable() =>
        await IsProblemAsync(new JobTakenOverException("Another process took over."), HttpStatusCode.ServiceUnavailable);

    [Fact]
    public async Task Post_OfASpecThatCannotRun_IsBadRequest() =>
        await IsProblemAsync(new JobRefusedException("There is no kernel 'pi' here."), HttpStatusCode.BadRequest);

    private static async Task IsProblemAsync(Exception thrown, HttpStatusCode status)
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
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(thrown.Message, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }
}
