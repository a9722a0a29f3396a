namespace ElasticGrains.Cli.Bench;

/// <summary>The wall time of a whole <c>eg run</c> of a tiny job, process start to process end.</summary>
internal static class StartBench
{
    public static async Task RunAsync(int runs, TextWriter output, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("eg-bench-");
        try
        {
            var times = new List<TimeSpan>();
            for (var run = 0; run <= runs; run++)
            {
                var state = Path.Combine(directory.FullName, $"run-{run}");
                var time = await ProcessRun.TimeAsync(["run", "pi", "--samples", "1000", "--state", state], cancellationToken);
                if (run > 0)
                {
                    times.Add(time);
                }
            }

            await output.WriteLineAsync(
                $"start: eg run of a tiny job takes {ProcessRun.Median(times).TotalSeconds:F2} s "
                + $"(median of {runs}; {times.Min().TotalSeconds:F2} to {times.Max().TotalSeconds:F2} s)");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
