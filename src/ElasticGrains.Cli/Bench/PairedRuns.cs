using System.Diagnostics;
using System.Globalization;

namespace ElasticGrains.Cli.Bench;

/// <summary>Compares two arms side by side in one run: warm-ups of each, then pairs A B, B A, A B …; the ratio is taken pair by pair.</summary>
internal sealed record PairedRuns(string Title, string Unit, Arm Subject, Arm Control, int Pairs)
{
    /// <summary>How long both run, in turn and once at least, before anything counts.</summary>
    public TimeSpan WarmUp { get; init; }

    public async Task<PairedReport> RunAsync(TextWriter notes, CancellationToken cancellationToken)
    {
        await notes.WriteLineAsync($"{Title}: warming up");
        var began = Stopwatch.GetTimestamp();
        do
        {
            await Subject.RunAsync(cancellationToken);
            await Control.RunAsync(cancellationToken);
        }
        while (Stopwatch.GetElapsedTime(began) < WarmUp);

        var rows = new List<PairedRow>();
        for (var pair = 1; pair <= Pairs; pair++)
        {
            var row = pair % 2 == 1
                ? new PairedRow(await Subject.RunAsync(cancellationToken), await Control.RunAsync(cancellationToken))
                : await SwappedAsync(cancellationToken);
            rows.Add(row);
            await notes.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"pair {pair}: {Subject.Name} {row.Subject:G4} {Unit}, {Control.Name} {row.Control:G4} {Unit}, ratio {row.Ratio:F3}"));
        }

        return new PairedReport(Title, Unit, Subject.Name, Control.Name, rows);
    }

    private async Task<PairedRow> SwappedAsync(CancellationToken cancellationToken)
    {
        var control = await Control.RunAsync(cancellationToken);
        return new PairedRow(await Subject.RunAsync(cancellationToken), control);
    }
}
