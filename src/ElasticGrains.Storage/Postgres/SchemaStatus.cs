namespace ElasticGrains.Storage.Postgres;

/// <summary>What a database says of the grid's schema.</summary>
/// <param name="Schema">The schema's name.</param>
/// <param name="Version">Its version; 0 when it is not there.</param>
/// <param name="Cluster">The cluster that has it; null when none has.</param>
/// <param name="HasTables">True when it has some of the grid's tables, whatever its version.</param>
public sealed record SchemaStatus(string Schema, int Version, string? Cluster, bool HasTables);
