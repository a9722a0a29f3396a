using System.Text.Json;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;

namespace ElasticGrains.Hashing;

/// <summary>Identifies what a job computes: kernel, version and input. Neither the id nor the policy takes part.</summary>
public static class SpecHash
{
    /// <summary>As <see cref="Of"/>; null when the input is no JSON.</summary>
    public static string? TryOf(JobSpec spec)
    {
        try
        {
            return Of(spec);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>XxHash128 of the spec in hexadecimal.</summary>
    /// <exception cref="JsonException">The input is no JSON.</exception>
    public static string Of(JobSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        using var input = JsonDocument.Parse(spec.Input);
        return Checksum.IdentityOf(JsonSerializer.SerializeToUtf8Bytes(
            new { spec.Kernel, spec.KernelVersion, Input = input.RootElement }, KernelJson.Options));
    }
}
