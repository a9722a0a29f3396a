using ElasticGrains.Inputs;
using ElasticGrains.Kernels.Inputs;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.S3.Tests;

/// <summary>A bucket with objects, on a server of its own.</summary>
public sealed class TestObjects : IAsyncLifetime
{
    internal S3Server Server { get; private set; } = null!;

    /// <summary>What stands behind the path of an object.</summary>
    public string Query { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        S3Inputs.Register();
        Server = await S3Server.StartAsync();
        Query = Server.Place[Server.Place.IndexOf('?', StringComparison.Ordinal)..];
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();

    public string Name(string key) => $"s3://{S3Server.Bucket}/{key}{Query}";

    public async Task WriteAsync(string key, ReadOnlyMemory<byte> content)
    {
        using var objects = Open();
        await objects.PutAsync(key, content, CancellationToken.None);
    }

    public async Task DeleteAsync(string key)
    {
        using var objects = Open();
        await objects.DeleteAsync(key, CancellationToken.None);
    }

    internal S3Objects Open() => new(S3Place.Parse($"s3://{S3Server.Bucket}{Query}"), "");

    public static FileManifest Manifest(params string[] patterns) => InputPattern.Resolve(patterns, "/");

    public static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
