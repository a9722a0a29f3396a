using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.RegularExpressions;
using ElasticGrains.Cluster.Tests.Support;

namespace ElasticGrains.Cluster.Tests;

/// <summary>The sample front end over HTTP, before a cluster.</summary>
public sealed partial class FrontEndTests(FrontEndFixture fixture) : IClassFixture<FrontEndFixture>
{
    // Longer than any test; whoever starts one ends it.
    private const long Endless = 10_000_000_000_000;

    private TestCluster Cluster => fixture.Cluster;

    private HttpClient Browser => fixture.Browser;

    [Fact]
    public async Task Form_SentByABrowser_LeadsToPartialsAndTheResult()
    {
        var key = Key().Match(await Browser.GetStringAsync("/")).Groups["key"].Value;
        using var page = await SubmitAsync(key, "50000000");
        Assert.Equal($"/jobs/{key}", page.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains("new EventSource(", await page.Content.ReadAsStringAsync());

        var events = await ReadEventsAsync(key).ToListAsync();
        var outcome = Read(events[^1]);
        Assert.Equal("done", events[^1].EventType);
        Assert.Equal("succeeded", outcome.GetProperty("phase").GetString());
        var partials = events[..^1];
        Assert.Equal(Enumerable.Range(1, partials.Count).Select(number => $"{number}"), partials.Select(partial => partial.EventId));
        Assert.Equal(50_000_000, partials.Sum(partial => Read(partial).GetProperty("preview").GetProperty("samples").GetInt64()));

        var result = await Browser.GetFromJsonAsync<JsonElement>($"/jobs/{key}/result");
        Assert.Equal(50_000_000, result.GetProperty("samples").GetInt64());
        Assert.Equal(Math.PI, result.GetProperty("pi").GetDouble(), 2);
        Assert.Equal(result.GetRawText(), outcome.GetProperty("result").GetRawText());
    }

    [Fact]
    public async Task Events_AfterALostConnection_GoOnBehindTheLastThatWasSeen()
    {
        using var page = await SubmitAsync("resume", $"{Endless}");
        var live = await ReadEventsAsync("resume").Take(3).ToListAsync();
        using var running = await Browser.GetAsync("/jobs/resume/result");
        Assert.Equal(HttpStatusCode.Accepted, running.StatusCode);
        Assert.Equal("running", (await running.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("phase").GetString());

        var rest = ReadEventsAsync("resume", lastEventId: "3").ToListAsync();
        await Cluster.CommitsAsync("resume", 6);
        await CancelAsync("resume");
        var all = live.Concat(await rest).ToList();
        Assert.Equal(Enumerable.Range(1, all.Count - 1).Select(number => $"{number}"), all[..^1].Select(item => item.EventId));
        Assert.Equal("done", all[^1].EventType);
        Assert.Equal("cancelled", Read(all[^1]).GetProperty("phase").GetString());
        await IsProblemAsync(await Browser.GetAsync("/jobs/resume/result"), HttpStatusCode.Conflict, "was cancelled");
    }

    [Fact]
    public async Task Form_SentManyTimes_MakesOneJob()
    {
        var pages = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SubmitAsync("twice", "1000000")));
        Assert.All(pages, page => Assert.Equal((HttpStatusCode.OK, "/jobs/twice"), (page.StatusCode, page.RequestMessage!.RequestUri!.AbsolutePath)));
        Assert.Single(await Cluster.Ledger.ListAsync(), job => job.Id == "twice");
        await IsProblemAsync(await SubmitAsync("twice", "1000001"), HttpStatusCode.Conflict, "exists with another spec");
        Array.ForEach(pages, page => page.Dispose());
    }

    [Theory]
    [InlineData("/jobs/unheard")]
    [InlineData("/jobs/unheard/events")]
    [InlineData("/jobs/unheard/result")]
    public async Task Get_OfAnUnknownJob_IsNotFound(string path) =>
        await IsProblemAsync(await Browser.GetAsync(path), HttpStatusCode.NotFound, "There is no job 'unheard'.");

    [Theory]
    [InlineData("ok", "", "is no number of samples")]
    [InlineData("ok", "0", "from 1 to 10000000000000")]
    [InlineData("ok", "10000000000001", "is no number of samples")]
    [InlineData("ok", "1e3", "'1e3' is no number of samples")]
    [InlineData("<b>", "1", "is no job id")]
    [InlineData("", "1", "is no job id")]
    public async Task Form_WithBadInput_IsToldWhatIsWrong(string key, string samples, string says)
    {
        await IsProblemAsync(await SubmitAsync(key, samples), HttpStatusCode.BadRequest, says);
        Assert.Null(await Cluster.Ledger.FindAsync(key));
    }

    [Fact]
    public async Task Get_WithBadInput_IsToldWhatIsWrong()
    {
        await IsProblemAsync(await Browser.GetAsync("/jobs/%3Cb%3E"), HttpStatusCode.BadRequest, "is no job id");
        await IsProblemAsync(await GetEventsAsync("any", lastEventId: "-1"), HttpStatusCode.BadRequest, "Last-Event-ID is '-1'");
    }

    [Fact]
    public async Task Stop_WhileABrowserWatches_IsPrompt()
    {
        using var page = await SubmitAsync("watched", $"{Endless}");
        using var frontEnd = await fixture.StartFrontEndAsync();
        using var events = await frontEnd.Browser.GetAsync("/jobs/watched/events", HttpCompletionOption.ResponseHeadersRead);
        frontEnd.Terminate();

        // Short of the half minute for which a host waits for its requests.
        await frontEnd.WaitForExitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(0, frontEnd.ExitCode);
        Assert.DoesNotContain("unhandled exception", frontEnd.Log, StringComparison.OrdinalIgnoreCase);
        await CancelAsync("watched");
    }

    private Task<HttpResponseMessage> SubmitAsync(string key, string samples) =>
        Browser.PostAsync("/jobs", new FormUrlEncodedContent([new("key", key), new("samples", samples)]));

    private async Task CancelAsync(string jobId)
    {
        await using var client = await Cluster.ConnectAsync();
        await client.Grid.Attach(jobId).CancelAsync();
    }

    private async Task<HttpResponseMessage> GetEventsAsync(string jobId, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/jobs/{jobId}/events");
        request.Headers.Add("Last-Event-ID", lastEventId);
        return await Browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private async IAsyncEnumerable<SseItem<string>> ReadEventsAsync(string jobId, string? lastEventId = null)
    {
        using var answer = await GetEventsAsync(jobId, lastEventId);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        await foreach (var item in SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            yield return item;
        }
    }

    private static JsonElement Read(SseItem<string> item) => JsonSerializer.Deserialize<JsonElement>(item.Data);

    private static async Task IsProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string says)
    {
        using (answer)
        {
            Assert.Equal(status, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
            Assert.Contains(says, string.Join(' ', Texts(problem)));
        }
    }

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Texts(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        _ => [element.ToString()],
    };

    [GeneratedRegex("name=\"key\" value=\"(?<key>[^\"]+)\"")]
    private static partial Regex Key();
}
