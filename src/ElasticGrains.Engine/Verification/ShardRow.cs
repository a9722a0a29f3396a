using ElasticGrains.Engine.Ledger;

namespace ElasticGrains.Engine.Verification;

/// <summary>The row of a shard.</summary>
/// <param name="Shard">Its number.</param>
/// <param name="State">What the row says.</param>
public sealed record ShardRow(int Shard, ShardLedgerState State);
