using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GridWeb;

/// <summary>The frame of every page.</summary>
internal static class HtmlPage
{
    /// <summary>Makes a page; the body is HTML already, so whoever writes it encodes what it is told.</summary>
    public static ContentHttpResult Create(string title, string body) => TypedResults.Content(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Encode(title)}</title>
        </head>
        <body>
        <h1>{Encode(title)}</h1>
        {body}
        </body>
        </html>
        """,
        "text/html; charset=utf-8");

    public static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
