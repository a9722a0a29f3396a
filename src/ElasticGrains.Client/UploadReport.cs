using ElasticGrains.Inputs;

namespace ElasticGrains.Client;

/// <summary>What became of an input that was put into a grid. It is complete in any case.</summary>
/// <param name="Input">The input.</param>
/// <param name="WasThere">True when it had been put there before, with the same content.</param>
/// <param name="Sent">How many bytes were sent; parts that were there are not sent again.</param>
public sealed record UploadReport(UploadedInput Input, bool WasThere, long Sent);
