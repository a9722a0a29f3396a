using System.Text.Json;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;

namespace ElasticGrains.Hashing;

/// <summary>
/// What jobs of the same answer have in common: the kernel's name, version, type and build, the input as JSON (with path, length, time and fingerprint of
/// each file of a manifest), and what the policy tolerates. How, when and for whom it is computed takes no part.
/// </summary>
public static class CacheKey
{
    // Whose jobs may share answers. There is one tenant, so this says nothing yet: with several it keeps their answers apart.
    private const string Tenant = "";

    /// <summary>XxHash128 of all that in hexadecimal; null for a job that neither takes the answer of another nor lends its own.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="kernel">Its kernel, as it is here.</param>
    /// <exception cref="JsonException">The input is no JSON.</exception>
    public static string? Of(JobSpec spec, IRangeKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(kernel);
        if (spec.Policy.Cache == CacheUse.None || kernel.Output != KernelOutput.Answer)
        {
            return null;
        }

        using var input = JsonDocument.Parse(spec.Input);
        var identity = new
        {
            Tenant,
            spec.Kernel,
            spec.KernelVersion,
            Type = kernel.GetType().ToString(),
            Build = KernelBuild.Of(kernel.GetType()),
            Input = input.RootElement,
            spec.Policy.OnQuarantine,
            spec.Policy.ToleratedRanges,
        };
        return Checksum.IdentityOf(JsonSerializer.SerializeToUtf8Bytes(identity, KernelJson.Options));
    }
}
