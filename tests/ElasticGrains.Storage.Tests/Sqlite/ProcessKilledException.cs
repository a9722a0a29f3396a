namespace ElasticGrains.Storage.Tests.Sqlite;

/// <summary>Stands for the end of the process: whoever sees it does nothing more.</summary>
internal sealed class ProcessKilledException : Exception;
