using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Testing.Simulation;

/// <summary>What a simulated job computes, and what its parts and its answer must come to.</summary>
internal interface IJobWork
{
    /// <summary>An empty partial of an attempt on a silo.</summary>
    IWorkPartial Begin(string silo);

    /// <summary>What is wrong with a committed partial; null when nothing is.</summary>
    string? CheckPartial(ItemRange range, ReadOnlySpan<byte> partial);

    /// <summary>The answer, or why there is none, from partials that cover all items, in item order.</summary>
    JobEvent Answer(string silo, IReadOnlyList<CommittedPartial> partials);

    /// <summary>What is wrong with the answer; null when nothing is.</summary>
    string? CheckAnswer(ReadOnlySpan<byte> answer);

    /// <summary>What a failure that nobody planned says of the kernel.</summary>
    string Explain(Failure failure);
}
