using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ElasticGrains.Client;
using ElasticGrains.Kernels;

namespace GridWeb;

/// <summary>
/// A job as server-sent events: each partial result with its number as id, then <c>done</c> with the outcome. Numbers have no gaps, so a
/// browser that connects again and says what it saw last misses nothing and sees nothing twice.
/// </summary>
internal static class JobEvents
{
    private const string Partial = "partial";
    private const string Done = "done";

    /// <summary>Reads an event's id: 0 where nothing was seen.</summary>
    public static bool TryReadNumber(string? text, out long number)
    {
        number = 0;
        return string.IsNullOrEmpty(text)
            || (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < long.MaxValue);
    }

    public static async IAsyncEnumerable<SseItem<string>> ReadAsync(JobHandle job, long seen, [EnumeratorCancellation] CancellationToken aborted)
    {
        await foreach (var partial in job.Partials(seen + 1, aborted))
        {
            yield return Item(partial, Partial, partial.Number.ToString(CultureInfo.InvariantCulture));
        }

        yield return Item(await job.OutcomeAsync(aborted), Done, id: null);
    }

    private static SseItem<string> Item<T>(T data, string type, string? id) =>
        new(JsonSerializer.Serialize(data, KernelJson.Options), type) { EventId = id };
}
