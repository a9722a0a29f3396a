using Microsoft.AspNetCore.Http.HttpResults;

namespace GridWeb;

/// <summary>The form that makes a job.</summary>
internal static class FormPage
{
    // A few seconds of a laptop.
    private const long UsualSamples = 10_000_000_000;

    /// <summary>Makes the page.</summary>
    /// <param name="key">Fresh for each page, so that one page makes one job however often it is sent.</param>
    public static ContentHttpResult Create(string key) => HtmlPage.Create(
        "Estimate π",
        $"""
        <form method="post" action="/jobs">
        <input type="hidden" name="{JobForm.KeyField}" value="{HtmlPage.Encode(key)}">
        <label>Samples <input type="number" name="{JobForm.SamplesField}" min="1" max="{JobForm.MostSamples}" value="{UsualSamples}" required></label>
        <button>Run</button>
        </form>
        """);
}
