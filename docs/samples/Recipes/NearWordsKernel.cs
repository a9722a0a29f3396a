using ElasticGrains;
using ElasticGrains.Kernels;

namespace Recipes;

#region kernel
/// <summary>
/// Finds the words of a fixed list that differ from another word in one letter. The items are the words, which every process loads once;
/// a changed list is another version of the kernel.
/// </summary>
public sealed class NearWordsKernel(IReadOnlyList<string> words) : RangeKernel<string, string[], string[]>
{
    public override int Version => 1;

    public override long Count(string wanted) => words.Count;

    public override string[] Identity() => [];

    public override string[] Compute(string wanted, ItemRange range)
    {
        var near = new List<string>();
        for (var item = range.Start; item < range.End; item++)
        {
            if (IsNear(words[(int)item], wanted))
            {
                near.Add(words[(int)item]);
            }
        }

        return [.. near];
    }

    public override string[] Combine(string[] left, string[] right) => [.. left, .. right];

    public override string[] Finish(string wanted, string[] whole) => whole;

    private static bool IsNear(string word, string wanted) =>
        word.Length == wanted.Length && word.Zip(wanted).Count(letters => letters.First != letters.Second) == 1;
}
#endregion
