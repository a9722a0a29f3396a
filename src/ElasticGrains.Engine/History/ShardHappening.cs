using System.Text.Json.Serialization;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.History;

/// <summary>One thing that happened to a shard.</summary>
/// <param name="At">When; null where the ledger does not say.</param>
/// <param name="Attempt">The attempt epoch that it concerns; 0 before the first.</param>
/// <param name="Kind">
/// <c>planned</c>, <c>split-off</c>, <c>granted</c>, <c>taken-over</c>, <c>adopted</c>, <c>began</c>, <c>committed</c>, <c>cut</c>, <c>completed</c>, <c>failed</c>, <c>lost</c>,
/// <c>refused</c>, <c>stopped</c>, <c>given-up</c>, <c>reopened</c>, <c>finished</c>.
/// </param>
/// <param name="Text">The same in a sentence.</param>
public sealed record ShardHappening(DateTimeOffset? At, long Attempt, string Kind, string Text)
{
    /// <summary>Where the attempt is or was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Silo { get; init; }

    /// <summary>On which slot.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Slot { get; init; }

    /// <summary>The reason as a word of <see cref="LedgerReasons"/>; null where <see cref="Failure"/> or the kind says all, or the ledger does not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Why { get; init; }

    /// <summary>What the ledger has to prove it, in a sentence; null for nothing more than the event.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Evidence { get; init; }

    /// <summary>The death of the silo.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SiloDeath? Death { get; init; }

    /// <summary>The failure.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Failure? Failure { get; init; }

    /// <summary>The items.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ItemRange? Range { get; init; }

    /// <summary>The commits that are told of together.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AttemptCommits? Commits { get; init; }
}
