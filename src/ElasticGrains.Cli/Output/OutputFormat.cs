namespace ElasticGrains.Cli.Output;

/// <summary>For whom a command prints.</summary>
internal enum OutputFormat
{
    /// <summary>A person.</summary>
    Text,

    /// <summary>A program: one JSON document on stdout.</summary>
    Json,
}
