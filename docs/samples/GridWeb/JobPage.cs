using ElasticGrains.Jobs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GridWeb;

/// <summary>A job, live.</summary>
internal static class JobPage
{
    // Adding up is right because each partial result comes once, also after a lost connection: the browser says which it saw last.
    private const string Script =
        """
        <script>
        const show = (id, text) => document.getElementById(id).textContent = text;
        const events = new EventSource(location.pathname + '/events');
        let samples = 0, hits = 0;
        events.addEventListener('partial', event => {
          const { number, preview } = JSON.parse(event.data);
          samples += preview?.samples ?? 0;
          hits += preview?.hits ?? 0;
          show('progress', `${number} partial results, ${samples.toLocaleString()} samples: π ≈ ${4 * hits / samples}`);
        });
        events.addEventListener('done', event => {
          events.close();
          const { phase, result, failure } = JSON.parse(event.data);
          show('outcome', failure ? `${phase}: ${failure.message}` : `${phase}: ${JSON.stringify(result)}`);
        });
        </script>
        """;

    public static ContentHttpResult Create(JobStatus status) => HtmlPage.Create(
        $"Job {status.Id}",
        $"""
        <p>{status.Items} items</p>
        <p id="progress">Waiting for the first partial result.</p>
        <p id="outcome"></p>
        <p><a href="/jobs/{Uri.EscapeDataString(status.Id)}/result">Result</a> <a href="/">Another</a></p>
        {Script}
        """);
}
