using System.Globalization;
using ElasticGrains.Cli.Chaos.Faults;
using ElasticGrains.Cli.Output;

namespace ElasticGrains.Cli.Chaos;

/// <summary>What happens during a run, for people at once and for the report at the end.</summary>
internal sealed class ChaosLog
{
    private readonly long _began = TimeProvider.System.GetTimestamp();
    private readonly Lock _gate = new();
    private readonly List<FaultRecord> _faults = [];
    private readonly List<string> _findings = [];

    /// <summary>The time of the day from which <see cref="FaultRecord.Seconds"/> count.</summary>
    public DateTimeOffset BeganAt { get; } = TimeProvider.System.GetUtcNow();

    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_began);

    public IReadOnlyList<FaultRecord> Faults
    {
        get
        {
            lock (_gate)
            {
                return [.. _faults];
            }
        }
    }

    public IReadOnlyList<string> Findings
    {
        get
        {
            lock (_gate)
            {
                return [.. _findings];
            }
        }
    }

    /// <param name="fault">What the schedule says.</param>
    /// <param name="text">To whom, and how.</param>
    /// <param name="skipped">True when it is left out.</param>
    public void Happened(Fault fault, string text, bool skipped = false)
    {
        lock (_gate)
        {
            _faults.Add(new FaultRecord(Math.Round(Elapsed.TotalSeconds, 3), fault.Kind, text, fault.Length, skipped));
        }

        Note($"{fault.Kind.ToString().ToLowerInvariant()}{(skipped ? " left out" : "")}: {text}");
    }

    public void Found(string finding)
    {
        lock (_gate)
        {
            _findings.Add(finding);
        }

        Note($"FOUND: {finding}");
    }

    public void Note(string text) => Terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{Elapsed.TotalSeconds,7:0.0} s  {text}"));
}
