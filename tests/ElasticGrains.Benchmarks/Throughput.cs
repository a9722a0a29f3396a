using System.Buffers;
using System.Diagnostics;
using ElasticGrains.Cli.Bench;
using ElasticGrains.Kernels.Inputs;
using ElasticGrains.Kernels.MonteCarlo;
using ElasticGrains.Kernels.Text;

namespace ElasticGrains.Benchmarks;

/// <summary>What the kernels do per second on this machine, without a grid: word count over a file in turns with its control, and pi.</summary>
internal static class Throughput
{
    // About what the grid hands out at a time (50 ms).
    private const long Range = 16L << 20;
    private const long Points = 500_000_000;

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
            Print("wordcount, 1 thread", input.Files.Length / 1e6, "MB", () => Count(input, threads: 1));
            Print("wordcount, 2 threads", input.Files.Length / 1e6, "MB", () => Count(input, threads: 2));
            Print("control, 2 threads", input.Files.Length / 1e6, "MB", () => WordCountControl.Run(path));
            Print("pi, 1 thread", Points / 1e6, "M points", () => new PiKernel().Compute(new PiInput { Samples = Points }, new ItemRange(0, Points)));
        }

        PrintCodec(input);
        return 0;
    }

    private static WordTally Count(WordCountInput input, int threads)
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

    private static void PrintCodec(WordCountInput input)
    {
        var kernel = new WordCountKernel();
        var tally = Count(input, threads: 2);
        for (var round = 0; round < 3; round++)
        {
            var buffer = new ArrayBufferWriter<byte>();
            Print($"encode {tally.Distinct:N0} words", tally.Distinct / 1e6, "M words", () => kernel.Codec.Encode(tally, buffer));
            Print($"merge {buffer.WrittenCount:N0} bytes", tally.Distinct / 1e6, "M words", () => kernel.CombineEncoded(kernel.Identity(), buffer.WrittenSpan));
        }
    }

    private static void Print(string name, double amount, string unit, Func<object> run) => Print(name, amount, unit, () => { run(); });

    private static void Print(string name, double amount, string unit, Action run)
    {
        using var process = Process.GetCurrentProcess();
        var (processor, started) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
        run();
        var elapsed = Stopwatch.GetElapsedTime(started);
        process.Refresh();
        var busy = process.TotalProcessorTime - processor;
        Console.WriteLine($"{name,-28} {elapsed.TotalMilliseconds,7:F0} ms {amount / elapsed.TotalSeconds,8:F0} {unit}/s   {amount / busy.TotalSeconds,8:F0} per processor second");
    }
}
