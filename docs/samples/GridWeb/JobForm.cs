using System.Globalization;
using ElasticGrains.Jobs;

namespace GridWeb;

/// <summary>What the form says.</summary>
/// <param name="Key">The idempotency key, which becomes the job's id.</param>
/// <param name="Samples">How many points to draw.</param>
/// <param name="Errors">By field, what is wrong with it; empty when nothing is.</param>
internal sealed record JobForm(string Key, long Samples, IReadOnlyDictionary<string, string[]> Errors)
{
    public const string KeyField = "key";
    public const string SamplesField = "samples";

    /// <summary>An hour or so of a small cluster; a form that anybody can reach needs some bound.</summary>
    public const long MostSamples = 10_000_000_000_000;

    public static JobForm Read(IFormCollection fields)
    {
        var errors = new Dictionary<string, string[]>();
        var key = fields[KeyField].ToString();
        if (JobIds.Problem(key) is { } problem)
        {
            errors[KeyField] = [problem];
        }

        var text = fields[SamplesField].ToString();
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var samples) || samples is < 1 or > MostSamples)
        {
            errors[SamplesField] = [$"'{text}' is no number of samples: give a whole number from 1 to {MostSamples}."];
        }

        return new JobForm(key, samples, errors);
    }
}
