namespace ElasticGrains.Jobs;

/// <summary>How large the input of a job may be: it travels with every grant of the job, whole.</summary>
public static class InputLimit
{
    /// <summary>The kind of a <see cref="Failure"/> for an input that is larger.</summary>
    public const string Kind = "oversized";

    /// <summary>The limit of a cluster that sets none: 1 MiB.</summary>
    public const int Default = 1 << 20;

    /// <summary>The lowest limit that can be set: 1 KiB.</summary>
    public const int Least = 1 << 10;

    /// <summary>The highest: 16 MiB.</summary>
    public const int Most = 16 << 20;

    /// <summary>What to do about an input that is too large.</summary>
    public const string Remedy = "Put the data where every silo can read it (a file, a table, an object) and give the kernel its name; "
        + "or raise MaxInputBytes, on the silos too.";

    /// <summary>What is wrong with a spec's input, or null.</summary>
    public static OversizedException? Problem(JobSpec spec, int limit)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec.Input.Length <= limit ? null : new OversizedException($"The input of job '{spec.Id}'", spec.Input.Length, limit, Remedy);
    }
}
