using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ElasticGrains.Storage.Local;

/// <summary>Tells processes of this host apart, also across the reuse of their numbers.</summary>
internal static class LocalProcesses
{
    private const string BootId = "/proc/sys/kernel/random/boot_id";

    /// <summary>When a process started, in a form that only equality makes sense of; null when there is no such process.</summary>
    public static string? StartOf(int pid) => File.Exists(BootId) && Stat(pid) is { } stat
        ? File.ReadAllText(BootId).Trim() + "/" + stat.Start
        : OperatingSystem.IsLinux() ? null : StartByRuntime(pid);

    /// <summary>What has become of the process that had this number and start.</summary>
    public static ProcessState StateOf(int pid, string started) =>
        StartOf(pid) != started ? ProcessState.Gone
        : Stat(pid)?.State is 'Z' or 'X' ? ProcessState.Gone
        : Stat(pid)?.State is 'T' or 't' ? ProcessState.Frozen
        : ProcessState.Alive;

    /// <summary>A word on a process for a message.</summary>
    public static string Describe(int pid) => Stat(pid)?.State switch
    {
        'T' or 't' => "it is stopped",
        null => "it has ended",
        _ => "it runs",
    };

    // proc(5): the second field is the command in parentheses and may hold anything; the state is field 3, the start time field 22.
    private static (char State, string Start)? Stat(int pid)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], fields[19]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? StartByRuntime(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (ArgumentException)
        {
            return null;
        }
        catch (Win32Exception)
        {
            return "unknown"; // It is there, but not ours to look at.
        }
    }
}
