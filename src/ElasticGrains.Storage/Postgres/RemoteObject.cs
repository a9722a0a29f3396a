using ElasticGrains.S3;

namespace ElasticGrains.Storage.Postgres;

/// <summary>The bytes of a block outside the database.</summary>
/// <param name="Place">Where, as <see cref="S3Place"/> reads it.</param>
/// <param name="Name">Its name there.</param>
internal readonly record struct RemoteObject(string Place, string Name);
