using System.Text.Json.Serialization;
using ElasticGrains.Inputs;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Jobs;

/// <summary>An error as data: exceptions of users never cross a process as types.</summary>
/// <param name="Fault">Whose fault it is.</param>
/// <param name="Kind">A stable word for programs: <c>kernel</c>, <c>input</c>, <c>contract</c>, <c>deadline</c>, <c>lost</c>, <c>unresponsive</c>, <c>killed-silo</c> ….</param>
/// <param name="Message">What was wrong, where, and what to do.</param>
/// <param name="TypeName">The exception's type, or null.</param>
/// <param name="RemoteStack">The stack where it was thrown, or null.</param>
[GenerateSerializer, Immutable, Alias("eg.job.failure")]
public sealed record Failure(
    [property: Id(0)] FailureFault Fault,
    [property: Id(1)] string Kind,
    [property: Id(2)] string Message,
    [property: Id(3)] string? TypeName = null,
    [property: Id(4)] string? RemoteStack = null)
{
    /// <summary>The silo on which it happened; null when it happened on none, or where that does not matter.</summary>
    [Id(5), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Silo { get; init; }

    /// <summary>The message for a person; where the silo may be what is wrong, for example because a file is missing there, it is named.</summary>
    [JsonIgnore]
    public string Text => Silo is null || SiloNames.IsEmbedded(Silo) || (Fault != FailureFault.Input && Kind is not ("unresponsive" or InputUnavailableException.Kind)) ? Message : $"{Message} (On silo {Silo}.)";

    /// <summary>True when another attempt may succeed.</summary>
    public bool IsRetryable => Fault is not FailureFault.Input && Kind is not ("contract" or "deadline" or "unresponsive");
}
