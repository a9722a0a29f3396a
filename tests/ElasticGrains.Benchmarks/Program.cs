using ElasticGrains.Benchmarks;

// Throughput over a real file is printed directly; micro benchmarks go through BenchmarkDotNet.
return args is ["throughput", .. var rest]
    ? Throughput.Run(rest)
    : MicroBenchmarks.Run(args);
