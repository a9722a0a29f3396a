using System.Text.Json;
using ElasticGrains.Inputs;
using ElasticGrains.Kernels;

namespace ElasticGrains.Storage.Durable;

/// <summary>The files of an input as a column has them.</summary>
internal static class UploadFiles
{
    public static string Write(IReadOnlyList<UploadedFile> files) => JsonSerializer.Serialize(files, KernelJson.Options);

    public static IReadOnlyList<UploadedFile> Read(string text) => JsonSerializer.Deserialize<IReadOnlyList<UploadedFile>>(text, KernelJson.Options) ?? [];

    /// <summary>What is to be said of an input whose rows do not agree; null when they do.</summary>
    public static string? Problem(long parts, long length, long found, long foundLength, long last) => (parts, length, parts - 1) == (found, foundLength, last)
        ? null
        : $"It should have {parts:N0} parts of {length:N0} bytes in all; there are {found:N0} of {foundLength:N0} bytes, and the last is number {last:N0}.";
}
