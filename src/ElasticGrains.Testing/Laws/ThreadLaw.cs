using System.Collections.Concurrent;
using ElasticGrains.Kernels;

namespace ElasticGrains.Testing.Laws;

/// <summary>Several threads compute the same ranges at once and must get the same bytes: a kernel has no mutable state of its own.</summary>
internal static class ThreadLaw
{
    public static int Check(IKernelRun run, LawCut[] cuts, int threads, List<LawViolation> violations)
    {
        var probe = new LawProbe(run);
        var found = new ConcurrentQueue<LawViolation>();
        byte[][] alone;
        try
        {
            alone = [.. cuts.Select(cut => probe.EncodedOf(cut.Whole))];
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The other laws compute the same ranges and have reported it.
            return 0;
        }

        using var start = new Barrier(threads);
        var workers = Enumerable.Range(0, threads).Select(_ => new Thread(() => Compare(probe, cuts, alone, start, found))).ToArray();
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        violations.AddRange(found.Take(1));
        return threads * cuts.Length;
    }

    private static void Compare(LawProbe probe, LawCut[] cuts, byte[][] alone, Barrier start, ConcurrentQueue<LawViolation> found)
    {
        start.SignalAndWait();
        try
        {
            for (var i = 0; i < cuts.Length && found.IsEmpty; i++)
            {
                var difference = LawProbe.Difference(
                    $"Compute({cuts[i].Whole})", alone[i], "the same on another thread at the same time", probe.EncodedOf(cuts[i].Whole), KernelHints.State);
                if (difference is not null)
                {
                    found.Enqueue(new LawViolation("determinism", difference));
                }
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            found.Enqueue(new LawViolation("determinism", $"Computing on several threads at once ended in {error.GetType().Name}: {error.Message} {KernelHints.State}"));
        }
    }
}
