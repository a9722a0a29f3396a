using ElasticGrains.Blocks;
using ElasticGrains.Engine.Shards;
using ElasticGrains.Inputs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Jobs;

/// <summary>What a job has kept of the input of ranges that were given up. It stays, also when the job is opened again.</summary>
public sealed class CapturedInputs
{
    private readonly Dictionary<ItemRange, CapturedInput> _whole = [];
    private readonly HashSet<BlockHandle> _blocks = [];

    /// <summary>How many bytes more may be kept.</summary>
    public long Room { get; private set; } = CapturePlan.MostOfJob;

    /// <summary>What is best to compute a range again with: what was kept when a part of it was given up last, or of that part when it was given up before; null when none was.</summary>
    /// <param name="events">The job's history.</param>
    /// <param name="range">The range of a shard.</param>
    public static CapturedInput? Of(IEnumerable<LedgerEvent> events, ItemRange range)
    {
        var givenUp = events.OfType<LedgerEvent.Quarantined>().Where(it => range.Covers(it.Range)).ToList();
        return givenUp.Count == 0
            ? null
            : givenUp.LastOrDefault(it => it.Input is { Block: not null } input && CapturePlan.Common(input.Range, givenUp[^1].Range) is not null)?.Input ?? givenUp[^1].Input;
    }

    /// <summary>What was kept of exactly this range; null when nothing was, or not of all of it.</summary>
    public CapturedInput? Find(ItemRange range) => _whole.GetValueOrDefault(range);

    /// <summary>True when the block is kept already or there is room for it.</summary>
    public bool Fits(BlockHandle block) => _blocks.Contains(block) || block.Length <= Room;

    /// <summary>Counts what is kept of a range that is given up.</summary>
    public void Add(LedgerEvent.Quarantined givenUp)
    {
        ArgumentNullException.ThrowIfNull(givenUp);
        if (givenUp.Input is { Block: { } block } input)
        {
            Room -= _blocks.Add(block) ? block.Length : 0;
            if (input.Range == givenUp.Range)
            {
                _whole[input.Range] = input;
            }
        }
    }
}
