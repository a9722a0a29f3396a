using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;

namespace ElasticGrains.Cli.Replay;

/// <summary>Runs the range of a shard in this process: what is committed of it is compared, where it throws it is narrowed down.</summary>
/// <param name="kernel">The kernel with the job's input.</param>
/// <param name="read">Reads the bytes of a committed partial.</param>
/// <param name="time">Measures.</param>
internal sealed class ShardReplay(IKernelRun kernel, Func<CommittedPartial, Task<ReadOnlyMemory<byte>>> read, TimeProvider time)
{
    // Halving 2^50 items takes 50 to 100 tries; more than a minute is too long for an answer that could have been had already.
    private const int MostTries = 200;
    private static readonly TimeSpan NarrowingTime = TimeSpan.FromMinutes(1);

    private readonly RangeComputation _computation = new(kernel, time);

    /// <summary>Called just before the kernel's first call, and once more before the narrowed range is computed; null for nothing.</summary>
    public Action? BeforeCompute { get; init; }

    /// <summary>Called whenever the kernel came back, until it throws; null for nothing.</summary>
    public Action<ItemRange>? AfterCall { get; init; }

    /// <param name="range">The shard's items.</param>
    /// <param name="commits">What is committed of them, in order, from their beginning.</param>
    public async Task<ReplayReport> RunAsync(ItemRange range, IReadOnlyList<CommittedPartial> commits)
    {
        var began = time.GetTimestamp();
        var compared = new List<ReplayedCommit>(commits.Count);
        var at = range.Start;
        try
        {
            (_computation.BeforeCall, _computation.AfterCall) = (BeforeCompute, AfterCall);
            foreach (var commit in commits)
            {
                var expected = await read(commit);
                at = commit.Range.Start;
                compared.Add(new ReplayedCommit(commit.Number, commit.Range, commit.Payload.Length, _computation.Encode(commit.Range).Span.SequenceEqual(expected.Span)));
                at = commit.Range.End;
            }

            var bytes = _computation.Run(new ItemRange(at, range.End));
            return new ReplayReport
            {
                Outcome = compared.TrueForAll(commit => commit.IsEqual) ? ReplayOutcome.Succeeded : ReplayOutcome.Differs,
                Seconds = time.GetElapsedTime(began).TotalSeconds,
                Commits = compared,
                UncommittedBytes = bytes,
            };
        }
        catch (Exception error) when (error is not (LedgerUnavailableException or Blocks.BlockCorruptException or EgException))
        {
            return Explain(error, at, compared, time.GetElapsedTime(began));
        }
    }

    private ReplayReport Explain(Exception error, long start, List<ReplayedCommit> compared, TimeSpan elapsed)
    {
        var threwIn = _computation.Doing;
        _computation.AfterCall = null;
        var narrowed = Narrow(error, threwIn, new ItemRange(start, threwIn.End));
        return new ReplayReport
        {
            Outcome = ReplayOutcome.Threw,
            Seconds = elapsed.TotalSeconds,
            Commits = compared,
            ThrewIn = threwIn,
            Narrowed = narrowed,
            Failure = FailureOf((narrowed is null ? null : ThrownBy(narrowed.Range, BeforeCompute)) ?? error),
        };
    }

    /// <summary>What the kernel was given may throw by itself, or only behind what it had computed before.</summary>
    private NarrowedRange? Narrow(Exception error, ItemRange given, ItemRange sinceCommit)
    {
        var began = time.GetTimestamp();
        bool Throws(ItemRange part) => ThrownBy(part)?.GetType() == error.GetType();
        var narrowing = new RangeNarrowing(Throws, tries => tries < MostTries && time.GetElapsedTime(began) < NarrowingTime);
        return Throws(given) ? narrowing.Narrow(given) : given != sinceCommit && Throws(sinceCommit) ? narrowing.Narrow(sinceCommit) : null;
    }

    private Exception? ThrownBy(ItemRange part, Action? before = null)
    {
        try
        {
            _computation.BeforeCall = before;
            _computation.Run(part);
            return null;
        }
#pragma warning disable CA1031 // A kernel may throw anything; it is what is looked for.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return error;
        }
    }

    private Failure FailureOf(Exception error) => KernelFailures.Of(error, kernel.Kernel.Name, "") with { Message = error.Message };
}
