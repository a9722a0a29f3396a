using System.Text;
using ElasticGrains.Diagnostics;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Reduction;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Testing.Laws;

namespace ElasticGrains.Testing.Simulation;

/// <summary>A user's kernel as the work of a simulated job. Every committed partial is computed once more, in one call, and compared.</summary>
internal sealed class KernelWork(KernelUnderTest kernel) : IJobWork
{
    private const int MostAnswer = 200;

    private readonly Dictionary<(ItemRange Range, ulong Checksum), ItemRange[]> _calls = [];

    private IReadOnlyList<CommittedPartial> _joined = [];

    private string Name => $"Kernel '{kernel.Name}'";

    public IWorkPartial Begin(string silo) => new KernelPartial(kernel.On(silo), (checksum, calls) => _calls[(Whole(calls), checksum)] = calls);

    public string? CheckPartial(ItemRange range, ReadOnlySpan<byte> partial)
    {
        var probe = new LawProbe(kernel.Judge);
        try
        {
            var once = probe.EncodedOf(range);
            return once.AsSpan().SequenceEqual(partial) ? null : Diagnose(range, once, partial.ToArray());
        }
#pragma warning disable CA1031 // Whatever a kernel throws is the finding.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return $"{Name} computed {range} in the grid, and threw {error.GetType().Name} when the same items were computed in one call: {error.Message} {KernelHints.State}";
        }
    }

    public JobEvent Answer(string silo, IReadOnlyList<CommittedPartial> partials)
    {
        _joined = partials;
        var run = kernel.On(silo);
        try
        {
            var answer = run.Finish(run.Kernel.Output == KernelOutput.Answer ? Join(run, partials) : run.Identity());
            return new JobEvent.AnswerReady(answer, Checksum.IdentityOf(answer));
        }
#pragma warning disable CA1031 // Whatever a kernel throws becomes data, as on a silo.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new JobEvent.AnswerFailed(KernelFailures.Of(error, kernel.Name, "while the partials were joined and the answer was made"));
        }
    }

    public string? CheckAnswer(ReadOnlySpan<byte> answer) => answer.SequenceEqual(kernel.Answer)
        ? null
        : $"{Name} gave the answer {Text(answer)}, without faults it is {Text(kernel.Answer)}. {WrongJoin() ?? WrongOrder()}";

    public string Explain(Failure failure) => failure.Kind is "kernel" or "contract" or "input"
        ? $"{failure.Message} Without faults it does not. {KernelHints.State}"
        : $"The job failed although its kernel did not: {failure.Kind}: {failure.Message}";

    // In the order of commits, as a job's grain joins them.
    private object Join(IKernelRun run, IReadOnlyList<CommittedPartial> partials)
    {
        var forest = new PartialForest(run);
        foreach (var partial in partials.OrderBy(partial => partial.Number))
        {
            forest.Add(partial.Range, partial.Payload.Inline.Span);
        }

        return forest.Whole(kernel.Items);
    }

    private string Diagnose(ItemRange range, byte[] once, byte[] committed)
    {
        var fresh = new LawProbe(kernel.Fresh());
        var again = new LawProbe(kernel.Judge).EncodedOf(range);
        if (!again.AsSpan().SequenceEqual(once))
        {
            return $"{Name} gave two different partials for the same items {range}, computed one after the other: it is no function of its input. {KernelHints.State}";
        }

        var calls = _calls.GetValueOrDefault((range, Checksum.Of(committed)), [range]);
        return fresh.EncodedOf(calls).AsSpan().SequenceEqual(committed)
            ? LawProbe.Difference(
                $"The partial of {range} of kernel '{kernel.Name}' in one call", once, $"that of {calls.Length} calls, {Words(calls)}", committed,
                $"It depends on where the grid cuts. {KernelHints.Cuts}")!
            : $"{Name} gave another partial for {range} in the grid than by itself: it depends on what was computed before on the same silo, or the partial was changed "
                + $"after it was returned. {KernelHints.State}";
    }

    // The first place where a partial does not join what is before it; every partial by itself is that of its range.
    private string? WrongJoin()
    {
        if (kernel.Judge.Kernel.Output != KernelOutput.Answer)
        {
            return null;
        }

        var run = kernel.Fresh();
        var probe = new LawProbe(run);
        var soFar = run.Identity();
        foreach (var partial in _joined)
        {
            var (before, range) = (partial.Range.Start, new ItemRange(0, partial.Range.End));
            soFar = run.CombineEncoded(soFar, partial.Payload.Inline.Span);
            if (LawProbe.Difference(
                $"Compute({range})", probe.EncodedOf(range), $"the partial of [0, {before}) joined with that of {partial.Range}", probe.Encoded(soFar),
                $"It depends on where the grid cuts. {KernelHints.Cuts}") is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    private string WrongOrder() => "Every partial is right, and joined from the first to the last they give the right whole; joined in another order they do not. " + (
        kernel.Judge.Kernel.IsCommutative ? KernelHints.Commutative : $"Combine must be associative, and Finish must depend on the partial alone. {KernelHints.State}");

    private static ItemRange Whole(ItemRange[] calls) => calls.Length == 0 ? default : new ItemRange(calls[0].Start, calls[^1].End);

    private static string Words(ItemRange[] calls) =>
        string.Join(" ", calls.Take(4).Select(call => call.ToString())) + (calls.Length > 4 ? $" … {calls[^1]}" : "");

    private static string Text(ReadOnlySpan<byte> answer) => Excerpt.Of(Encoding.UTF8.GetString(answer), MostAnswer);
}
