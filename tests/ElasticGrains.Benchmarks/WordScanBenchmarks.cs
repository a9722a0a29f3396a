using System.Text;
using BenchmarkDotNet.Attributes;
using ElasticGrains.Kernels.Inputs;
using ElasticGrains.Kernels.Numerics;
using ElasticGrains.Kernels.Text;

namespace ElasticGrains.Benchmarks;

/// <summary>Scanning and counting a chunk that is in memory: words of a Zipf-like frequency, one per operation.</summary>
public class WordScanBenchmarks
{
    private const int Words = 20_000;

    private byte[] _buffer = [];
    private int _end;

    [Params(1_000, 100_000)]
    public int Vocabulary { get; set; }

    [GlobalSetup]
    public void Write()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Words; i++)
        {
            // A power of a uniform number: few words are frequent, many are rare.
            var rank = (int)(Vocabulary * Math.Pow(CounterRandom.Uniforms(1, (ulong)i).First, 4));
            text.Append((char)('a' + (rank % 26))).Append(rank).Append(' ');
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        _buffer = new byte[ManifestReader.Margin + bytes.Length + WordCountKernel.MaxWord + ManifestReader.Margin];
        bytes.CopyTo(_buffer, ManifestReader.Margin);
        _end = ManifestReader.Margin + bytes.Length;
    }

    [Benchmark(OperationsPerInvoke = Words)]
    public long Scan()
    {
        var tally = new WordCountKernel().Identity();
        WordCountKernel.Scan(_buffer, _end, _end, WordRule.Ascii, tally);
        return tally.Distinct;
    }
}
