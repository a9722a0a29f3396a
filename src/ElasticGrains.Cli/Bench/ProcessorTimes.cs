using System.Globalization;
using ElasticGrains.Cli.Clusters;

namespace ElasticGrains.Cli.Bench;

/// <summary>
/// What the processes of a cluster have used of the processors so far, from Linux' <c>/proc</c> (zero elsewhere). All PostgreSQL servers of
/// the machine count: run only this one. Servers that have ended meanwhile no longer count.
/// </summary>
internal sealed record ProcessorTimes(TimeSpan Silos, TimeSpan Database, TimeSpan Client)
{
    // USER_HZ, the same on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    private const string Proc = "/proc";

    // As the silo names them.
    private const string ComputeSlotThreads = "eg-slot-";

    public static ProcessorTimes Of(IEnumerable<ServingProcess> silos)
    {
        var ids = silos.Select(silo => silo.Id).ToHashSet();
        var sum = new ProcessorTimes(default, default, default);
        foreach (var directory in Directory.Exists(Proc) ? Directory.EnumerateDirectories(Proc) : [])
        {
            if (int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id) && Read(directory) is var (name, used))
            {
                sum = ids.Contains(id) ? sum with { Silos = sum.Silos + used }
                    : id == Environment.ProcessId ? sum with { Client = sum.Client + used }
                    : name == "postgres" ? sum with { Database = sum.Database + used }
                    : sum;
            }
        }

        return sum;
    }

    /// <summary>What the slots of these silos have used, on whose threads kernels compute. Zero elsewhere than on Linux.</summary>
    public static TimeSpan OfSlots(IEnumerable<ServingProcess> silos)
    {
        var sum = TimeSpan.Zero;
        foreach (var tasks in silos.Select(silo => Path.Combine(Proc, silo.Id.ToString(CultureInfo.InvariantCulture), "task")).Where(Directory.Exists))
        {
            foreach (var thread in Directory.EnumerateDirectories(tasks))
            {
                sum += Read(thread) is var (name, used) && name.StartsWith(ComputeSlotThreads, StringComparison.Ordinal) ? used : TimeSpan.Zero;
            }
        }

        return sum;
    }

    public static ProcessorTimes operator -(ProcessorTimes after, ProcessorTimes before) =>
        new(after.Silos - before.Silos, after.Database - before.Database, after.Client - before.Client);

    /// <summary>In microseconds.</summary>
    public string PerUnit(double units) => string.Create(
        CultureInfo.InvariantCulture,
        $"silos {Silos.TotalMicroseconds / units:0.0} µs, PostgreSQL {Database.TotalMicroseconds / units:0.0} µs, client {Client.TotalMicroseconds / units:0.0} µs");

    /// <summary>proc(5): the name stands in brackets, user and system time are the 14th and 15th field.</summary>
    private static (string Name, TimeSpan Used)? Read(string directory)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(directory, "stat"));
            var (open, close) = (stat.IndexOf('('), stat.LastIndexOf(')'));
            var fields = stat[(close + 2)..].Split(' ');
            var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
            return (stat[(open + 1)..close], TimeSpan.FromSeconds(ticks / TicksPerSecond));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // It has ended.
        }
    }
}
