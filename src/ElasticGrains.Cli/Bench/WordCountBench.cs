using System.Diagnostics;
using ElasticGrains.Kernels.Inputs;
using ElasticGrains.Kernels.Text;

namespace ElasticGrains.Cli.Bench;

/// <summary>Counts the words of a large text on two slots, against a hand-written program of two threads with the same word rule.</summary>
internal static class WordCountBench
{
    private const double Mega = 1e6;

    public static async Task<PairedReport> RunAsync(string text, long bytes, int pairs, TextWriter notes, CancellationToken cancellationToken)
    {
        using var corpus = await Corpus.RepeatAsync(text, bytes, cancellationToken);
        await using var grid = await BenchGrid.StartAsync(slots: 2);
        var subject = new Arm("grid", token => OnGridAsync(grid, corpus, notes, token));
        var control = new Arm("hand-written", _ => Task.FromResult(ByHand(corpus, notes)));
        return await new PairedRuns("word count", "MB/s", subject, control, pairs).RunAsync(notes, cancellationToken);
    }

    private static async Task<double> OnGridAsync(BenchGrid grid, Corpus corpus, TextWriter notes, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var input = new WordCountInput { Files = ManifestBuilder.Build([corpus.Path]) };
        var job = await grid.Grid.SubmitAsync(new WordCountKernel(), input, cancellationToken: cancellationToken);
        var result = await job.ResultAsync(cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(began);
        var receipt = await job.ReceiptAsync(cancellationToken);
        await notes.WriteLineAsync(
            $"  grid: {result.Words} words, {result.Distinct} distinct, {receipt.Shards} shards, {receipt.Commits} commits, "
            + $"peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
        return corpus.Length / Mega / elapsed.TotalSeconds;
    }

    private static double ByHand(Corpus corpus, TextWriter notes)
    {
        var (words, distinct, elapsed) = WordCountControl.Run(corpus.Path);
        notes.WriteLine($"  hand-written: {words} words, {distinct} distinct");
        return corpus.Length / Mega / elapsed.TotalSeconds;
    }
}
