using ElasticGrains.Kernels;

namespace Recipes;

#region kernel
/// <summary>How many customers there are, and which model scores them.</summary>
public sealed record ScoresInput(int Customers, int Model);

/// <summary>Scores customers with a model. The items are the customers; the model is the warm state, and every customer's score is kept.</summary>
public sealed class ScoresKernel : WarmItemKernel<ScoresInput, float[], float>
{
    private const int Features = 1 << 20;

    // Jobs with the same model share it, whatever customers they score.
    public override string WarmKey(ScoresInput input) => $"{input.Model}";

    // A shard that comes to a silo without the model has it sent from a silo that has it.
    public override IWarmCodec<float[]> WarmCodec => ArrayWarmCodec<float>.Instance;

    // Once per silo, not once per shard. A real one would be read from a file; what matters is that it follows from the input.
    public override float[] Warm(ScoresInput input) => [.. Enumerable.Range(0, Features).Select(feature => (float)feature * input.Model)];

    public override long Count(ScoresInput input) => input.Customers;

    public override float ComputeItem(ScoresInput input, float[] warm, long item)
    {
        var score = 0f;
        for (var feature = item; feature < item + 100; feature++)
        {
            score += warm[feature % Features];
        }

        return score;
    }
}
#endregion
