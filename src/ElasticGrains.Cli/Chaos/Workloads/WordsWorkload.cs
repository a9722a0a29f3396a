using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.Inputs;
using ElasticGrains.Kernels.Text;

namespace ElasticGrains.Cli.Chaos.Workloads;

/// <summary>Word counts of a text whose words were counted while it was written.</summary>
internal sealed class WordsWorkload(GeneratedText text) : Workload(WorkloadKind.Words, TimeSpan.FromSeconds(1))
{
    private static readonly JobPolicy Policy = JobPolicy.Default with { Shards = 32, CommitInterval = TimeSpan.FromMilliseconds(200) };

    protected override async Task<long> RunAsync(IGrid grid, string id, CancellationToken cancellationToken)
    {
        var input = new WordCountInput { Files = ManifestBuilder.Build([text.Path]), Top = text.Top.Count };
        var job = await grid.SubmitAsync(new WordCountKernel(), input, new JobOptions { Id = id, Policy = Policy }, cancellationToken);
        var answer = await job.ResultAsync(cancellationToken);
        Check((text.Words, text.Distinct, text.Bytes), (answer.Words, answer.Distinct, answer.Bytes));
        Check(string.Join(' ', text.Top), string.Join(' ', answer.Top));
        return answer.Words;
    }
}
