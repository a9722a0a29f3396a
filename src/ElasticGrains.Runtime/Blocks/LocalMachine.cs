namespace ElasticGrains.Runtime.Blocks;

/// <summary>Tells processes that see the same shared memory, and each other in <c>/proc</c>, from others.</summary>
internal static class LocalMachine
{
    private const string BootId = "/proc/sys/kernel/random/boot_id";
    private const string ProcessSpace = "/proc/self/ns/pid";

    /// <summary>The running system and its space of process ids (a container has its own); null where there is no such thing.</summary>
    public static string? Id { get; } = Find();

    private static string? Find()
    {
        try
        {
            return File.ResolveLinkTarget(ProcessSpace, returnFinalTarget: false) is { } space ? $"{File.ReadAllText(BootId).Trim()} {space.Name}" : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
