namespace ElasticGrains.Engine.Verification;

/// <summary>Something in a ledger that contradicts what a ledger promises.</summary>
/// <param name="Code">A stable word for programs, one of <see cref="FindingCodes"/>.</param>
/// <param name="JobId">The job.</param>
/// <param name="Message">What was found, where.</param>
public sealed record Finding(string Code, string JobId, string Message);
