namespace ElasticGrains.Engine.Verification;

/// <summary>Collects the findings of one job.</summary>
internal sealed class FindingList(string jobId)
{
    private readonly List<Finding> _all = [];

    public IReadOnlyList<Finding> All => _all;

    public void Add(string code, string message, int? shard = null, long? attempt = null) =>
        _all.Add(new Finding(code, jobId, message) { Shard = shard, Attempt = attempt });
}
