using System.Diagnostics;
using ElasticGrains.Kernels.Inputs;
using ElasticGrains.Kernels.Text;

namespace ElasticGrains.Benchmarks;

/// <summary>Megabytes per second of the word count kernel over a file, with one thread and with two.</summary>
internal static class Throughput
{
    // About what the grid hands out at a time (50 ms), and between commits.
    private const long Range = 16L << 20;

    public static int Run(string[] args)
    {
        if (args is not [var path, ..])
        {
            Console.Error.WriteLine("usage: throughput <text file> [rounds]");
            return 2;
        }

        var rounds = args.Length > 1 ? int.Parse(args[1]) : 5;
        var input = new WordCountInput { Files = ManifestBuilder.Build([path]) };
        for (var round = 0; round < rounds; round++)
        {
            foreach (var threads in new[] { 1, 2 })
            {
                Print($"kernel, {threads} thread(s)", input.Files.Length, () => Kernel(input, threads));
            }
        }

        return 0;
    }

    private static WordTally Kernel(WordCountInput input, int threads)
    {
        var kernel = new WordCountKernel();
        var length = kernel.Count(input);
        var parts = new WordTally[threads];
        var workers = Enumerable.Range(0, threads).Select(i => new Thread(() =>
        {
            var tally = kernel.Identity();
            var end = length * (i + 1) / threads;
            for (var at = length * i / threads; at < end; at += Range)
            {
                tally = kernel.Extend(input, tally, new ItemRange(at, Math.Min(at + Range, end)));
            }

            parts[i] = tally;
        })).ToArray();
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        return parts.Aggregate(kernel.Combine);
    }

    private static void Print(string name, long bytes, Func<WordTally> run)
    {
        var watch = Stopwatch.StartNew();
        var tally = run();
        watch.Stop();
        Console.WriteLine($"{name,-24} {bytes / 1e6 / watch.Elapsed.TotalSeconds,8:F0} MB/s   {tally.Words:N0} words, {tally.Distinct:N0} distinct");
    }
}
