using ElasticGrains.Inputs;

namespace ElasticGrains.Cli.Uploads;

/// <summary>An input as commands show it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">See <see cref="StateOf"/>.</param>
/// <param name="Bytes">Those of its files, or of the parts that are there.</param>
/// <param name="Parts">How many parts are there.</param>
/// <param name="Fingerprint">What tells its content from others; null while it is not complete.</param>
/// <param name="FileCount">How many files it has.</param>
/// <param name="Created">When it was begun.</param>
/// <param name="LastUsed">When it was read, completed or put again most recently.</param>
/// <param name="LastRead">When it was read most recently.</param>
/// <param name="KeepSeconds">How long it is kept after its last use.</param>
/// <param name="Expires">When it is forgotten.</param>
/// <param name="Files">Its files; null in lists.</param>
internal sealed record InputView(
    string Name,
    string State,
    long Bytes,
    long Parts,
    string? Fingerprint,
    int FileCount,
    DateTimeOffset Created,
    DateTimeOffset LastUsed,
    DateTimeOffset? LastRead,
    double KeepSeconds,
    DateTimeOffset Expires,
    IReadOnlyList<UploadedFile>? Files)
{
    public static InputView Of(UploadedInput input) => new(
        input.Name,
        StateOf(input),
        input.Length,
        input.Parts,
        input.Fingerprint,
        input.FileCount,
        input.Created,
        input.LastUsed,
        input.LastRead,
        input.Keep.TotalSeconds,
        input.Expires,
        input.Files);

    public static string StateOf(UploadedInput input) => input.IsComplete ? "complete" : "unfinished";
}
