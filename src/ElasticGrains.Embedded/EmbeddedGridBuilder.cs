using ElasticGrains.Kernels;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticGrains.Embedded;

/// <summary>What an embedded grid is made of.</summary>
public sealed class EmbeddedGridBuilder
{
    private readonly List<IRangeKernel> _kernels = [];

    /// <summary>The directory of the ledger; it is created when missing. Null keeps the ledger in a temporary directory that is deleted at the end.</summary>
    public string? StateDirectory { get; set; }

    /// <summary>The number of slots: kernels that run at once. Default: the number of processors.</summary>
    public int Slots { get; set; } = Environment.ProcessorCount;

    /// <summary>The clock. Default: that of the system.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>True (the default) to go on at start with every unfinished job of the ledger.</summary>
    public bool ResumeJobs { get; set; } = true;

    /// <summary>
    /// True to keep what kernels write to <see cref="Console"/> and <see cref="System.Diagnostics.Trace"/> while they compute, for <c>eg job logs</c>. The grid
    /// then stands before the console of this process: everything goes through as before, and lines of kernels are also kept. Who puts a
    /// writer of his own in its place (<see cref="Console.SetOut"/>) does so before the grid starts. False (the default) leaves the console alone.
    /// </summary>
    public bool KeepKernelLogs { get; set; }

    /// <summary>
    /// How many bytes of input files are kept of a range that is given up, so that <c>eg shard replay</c> can run it when the files have changed or
    /// are gone; 0 keeps none. A job keeps no more than 256 MiB in all. Default: 16777216.
    /// </summary>
    public int CaptureInputBytes { get; set; } = 16 << 20;

    /// <summary>
    /// A directory for logs of everything that the grid's state machines are told, for whoever must find out later why they did what they
    /// did; null (the default) records nothing.
    /// </summary>
    public string? RecordEventsTo { get; set; }

    internal IReadOnlyList<IRangeKernel> Kernels => _kernels;

    /// <summary>Has the last word on what the silo is made of: tests put a failing disk or a deaf stream in its place.</summary>
    internal Action<IServiceCollection>? ConfigureServices { get; set; }

    /// <summary>Registers a kernel class.</summary>
    public EmbeddedGridBuilder AddKernel<TKernel>()
        where TKernel : IRangeKernel, new() => AddKernel(new TKernel());

    /// <summary>Registers a kernel.</summary>
    public EmbeddedGridBuilder AddKernel(IRangeKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        _kernels.Add(kernel);
        return this;
    }

    internal void Check()
    {
        if (Slots < 1)
        {
            throw new ArgumentException($"Slots is {Slots}; a grid needs at least 1.");
        }

        if (CaptureInputBytes < 0)
        {
            throw new ArgumentException($"CaptureInputBytes is {CaptureInputBytes}; it must not be negative.");
        }
    }
}
