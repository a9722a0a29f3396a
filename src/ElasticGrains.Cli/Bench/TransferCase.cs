namespace ElasticGrains.Cli.Bench;

/// <summary>What <see cref="TransferBench"/> measures.</summary>
internal enum TransferCase
{
    /// <summary>Blocks over HTTP.</summary>
    Http,

    /// <summary>Blocks through shared memory.</summary>
    Shared,

    /// <summary>Small calls beside blocks.</summary>
    Calls,
}
