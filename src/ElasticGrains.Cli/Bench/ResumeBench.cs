using System.Globalization;
using ElasticGrains.Storage.Local;

namespace ElasticGrains.Cli.Bench;

/// <summary>The wall time of <c>eg run --resume</c> on a job that has very many committed ranges and little left to do.</summary>
internal static class ResumeBench
{
    public static async Task RunAsync(int commits, int runs, TextWriter output, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("eg-bench-");
        try
        {
            var samples = CommittedJob.Samples(commits, CommittedJob.SamplesPerRange);
            var times = new List<TimeSpan>();
            for (var run = 0; run <= runs; run++)
            {
                var state = Path.Combine(directory.FullName, $"run-{run}");
                await PrepareAsync(state, commits, cancellationToken);
                var time = await ProcessRun.TimeAsync(
                    ["run", "pi", "--samples", samples.ToString(CultureInfo.InvariantCulture), "--seed", "1", "--state", state, "--resume"],
                    cancellationToken);
                if (run > 0)
                {
                    times.Add(time);
                }
            }

            await output.WriteLineAsync(
                $"resume: {commits} committed ranges take {ProcessRun.Median(times).TotalSeconds:F2} s from process start to the answer "
                + $"(median of {runs}; {times.Min().TotalSeconds:F2} to {times.Max().TotalSeconds:F2} s)");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task PrepareAsync(string directory, int commits, CancellationToken cancellationToken)
    {
        await using var state = StateDirectory.OpenOwned(directory, TimeProvider.System, "bench");
        await CommittedJob.WriteAsync(state.Ledger, "resumed", commits, cancellationToken, rest: CommittedJob.SamplesPerRange);
    }
}
