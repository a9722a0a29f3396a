namespace ElasticGrains.Engine.Verification;

/// <summary>A time in which something could have run and did not, or a slot was free.</summary>
/// <param name="From">Since when, by the clock of that writer.</param>
/// <param name="Until">Until when.</param>
/// <param name="Writer">Whose clock it was; null where it was that of two.</param>
internal readonly record struct WaitingSpan(DateTimeOffset From, DateTimeOffset Until, string? Writer);
