using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace ElasticGrains.Kernels.Text;

/// <summary>Picks the most frequent words of a tally.</summary>
internal static class TopWords
{
    private static readonly IComparer<Candidate> WorstFirst = Comparer<Candidate>.Create((left, right) => -Compare(left, right));

    public static WordEntry[] Of(WordTally tally, int top)
    {
        var best = new PriorityQueue<Candidate, Candidate>(WorstFirst);
        foreach (ref readonly var slot in tally.Short.Slots)
        {
            if (slot.Count > 0 && CanEnter(best, top, slot.Count))
            {
                Enter(best, top, new Candidate(BytesOf(slot.Key, slot.Length), slot.Count));
            }
        }

        foreach (ref readonly var slot in tally.Long.Slots)
        {
            if (slot.Count > 0 && CanEnter(best, top, slot.Count))
            {
                Enter(best, top, new Candidate(tally.Long.WordOf(slot).ToArray(), slot.Count));
            }
        }

        return [.. best.UnorderedItems.Select(item => item.Element).Order(Comparer<Candidate>.Create(Compare))
            .Select(word => new WordEntry(Encoding.UTF8.GetString(word.Bytes), word.Count))];
    }

    private static bool CanEnter(PriorityQueue<Candidate, Candidate> best, int top, long count) => best.Count < top || count >= best.Peek().Count;

    private static void Enter(PriorityQueue<Candidate, Candidate> best, int top, Candidate word)
    {
        if (best.Count < top)
        {
            best.Enqueue(word, word);
        }
        else
        {
            best.EnqueueDequeue(word, word);
        }
    }

    private static int Compare(Candidate left, Candidate right) =>
        left.Count != right.Count ? right.Count.CompareTo(left.Count) : left.Bytes.AsSpan().SequenceCompareTo(right.Bytes);

    private static byte[] BytesOf(Vector128<ulong> key, int length) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<Vector128<ulong>, byte>(ref key), length).ToArray();

    private readonly record struct Candidate(byte[] Bytes, long Count);
}
