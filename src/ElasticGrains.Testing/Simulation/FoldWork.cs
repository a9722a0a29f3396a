using ElasticGrains.Blocks;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Testing.Simulation;

/// <summary>The simulation's own kernel: a <see cref="Fold"/> over the hashes of the items. Cheap, and it notices every gap, duplicate and wrong order.</summary>
internal sealed class FoldWork : IJobWork
{
    private readonly ulong[] _hashes;
    private readonly Fold[] _prefixes;

    public FoldWork(int items, ulong salt)
    {
        _hashes = new ulong[items];
        _prefixes = new Fold[items + 1];
        for (var item = 0; item < items; item++)
        {
            _hashes[item] = SimulationRandom.Mix(salt + (ulong)item);
            _prefixes[item + 1] = _prefixes[item].Add(_hashes[item]);
        }
    }

    private Fold Whole => _prefixes[^1];

    public IWorkPartial Begin(string silo) => new Partial(_hashes);

    public string? CheckPartial(ItemRange range, ReadOnlySpan<byte> partial) =>
        Fold.Read(partial) == _prefixes[range.End].Without(_prefixes[range.Start]) ? null : $"The partial of {range} is not that of these items.";

    public JobEvent Answer(string silo, IReadOnlyList<CommittedPartial> partials)
    {
        var bytes = partials.Aggregate(default(Fold), (whole, partial) => whole.Join(Fold.Read(partial.Payload.Inline.Span))).ToBytes();
        return new JobEvent.AnswerReady(bytes, Checksum.IdentityOf(bytes));
    }

    public string? CheckAnswer(ReadOnlySpan<byte> answer) =>
        Fold.Read(answer) == Whole ? null : $"The answer is {Fold.Read(answer)}, without faults it is {Whole}.";

    public string Explain(Failure failure) => $"The job failed for no reason: {failure}.";

    private sealed class Partial(ulong[] hashes) : IWorkPartial
    {
        private Fold _fold;

        public Failure? Extend(ItemRange items)
        {
            for (var item = items.Start; item < items.End; item++)
            {
                _fold = _fold.Add(hashes[item]);
            }

            return null;
        }

        public PartialPayload Cut()
        {
            var payload = _fold.ToPayload();
            _fold = default;
            return payload;
        }
    }
}
