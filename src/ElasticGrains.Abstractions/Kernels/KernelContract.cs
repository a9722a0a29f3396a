namespace ElasticGrains.Kernels;

/// <summary>What a kernel promises and the compiler cannot see.</summary>
internal static class KernelContract
{
    public static T NotNull<T>(T? value, string kernel, string member)
        where T : notnull =>
        value is null
            ? throw new KernelContractException($"Kernel '{kernel}' returned null from {member}; return a value, or throw to have the range retried.")
            : value;
}
