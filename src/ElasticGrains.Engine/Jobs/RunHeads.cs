namespace ElasticGrains.Engine.Jobs;

/// <summary>Finds the run that a shard belongs to. Runs are named by their first shard and do not overlap.</summary>
internal sealed class RunHeads
{
    private readonly List<int> _heads = [];

    /// <summary>A run begins here, or did once.</summary>
    public void Add(int head)
    {
        var place = _heads.BinarySearch(head);
        if (place < 0)
        {
            _heads.Insert(~place, head);
        }
    }

    /// <summary>The shard that names the run of <paramref name="shard"/>; the shard itself when it is in none.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="more">How many shards the run of a head has beside it; null when no run begins there any more.</param>
    public int Of(int shard, Func<int, int?> more)
    {
        var place = _heads.BinarySearch(shard);
        for (place = place < 0 ? ~place - 1 : place; place >= 0; place--)
        {
            var head = _heads[place];
            if (more(head) is { } count)
            {
                return shard <= head + count ? head : shard;
            }
        }

        return shard;
    }
}
