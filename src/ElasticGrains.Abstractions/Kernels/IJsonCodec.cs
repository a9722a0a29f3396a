namespace ElasticGrains.Kernels;

/// <summary>A codec that writes JSON.</summary>
internal interface IJsonCodec
{
    /// <summary>What it writes as JSON; null when it has another form for it.</summary>
    Type? JsonType { get; }
}
