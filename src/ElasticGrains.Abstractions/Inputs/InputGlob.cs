using System.Text;
using System.Text.RegularExpressions;

namespace ElasticGrains.Inputs;

/// <summary>Patterns of names of inputs that are no files: <c>*</c> stands for anything without a slash, <c>**/</c> for any depth, also none. Such a name is no path: it may have empty parts, and parts of dots.</summary>
public static class InputGlob
{
    /// <summary>What matches a pattern.</summary>
    /// <param name="pattern">The pattern, its other characters escaped as in a name.</param>
    public static Regex Of(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var regex = new StringBuilder(@"\A");
        for (var at = 0; at < pattern.Length;)
        {
            var (part, length) = pattern.AsSpan(at) switch
            {
                ['*', '*', '/', ..] => ("(.*/)?", 3),
                ['*', '*', ..] => (".*", 2),
                ['*', ..] => ("[^/]*", 1),
                var rest => (null, rest.IndexOf('*') is >= 0 and var star ? star : rest.Length),
            };
            regex.Append(part ?? Regex.Escape(Uri.UnescapeDataString(pattern.AsSpan(at, length))));
            at += length;
        }

        return new Regex(regex.Append(@"\z").ToString(), RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
    }
}
