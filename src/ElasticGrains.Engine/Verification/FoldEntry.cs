using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Verification;

/// <summary>An event or a commit at its place; neither when the event could not be read.</summary>
internal readonly record struct FoldEntry(long Sequence, LedgerEvent? Event, CommitRow? Commit);
