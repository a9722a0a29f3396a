namespace ElasticGrains.Testing.Simulation;

/// <summary>A defect planted in what surrounds the machines, to show that it is noticed.</summary>
public enum WorldDefect
{
    /// <summary>None.</summary>
    None,

    /// <summary>A new activation reads the history before it takes the writer epoch: what was appended in between is missing.</summary>
    ReadsHistoryFirst,

    /// <summary>A silo lets two runs have one slot.</summary>
    SharesSlots,

    /// <summary>A halted run keeps its slot.</summary>
    KeepsHaltedSlots,

    /// <summary>A run that was shrunk goes on to its old bound.</summary>
    IgnoresShrink,

    /// <summary>A run that was shrunk offers an item more than it gave up.</summary>
    OffersTooMuch,

    /// <summary>An append of unknown fate counts as done.</summary>
    BelievesInAppends,

    /// <summary>A new activation forgets the partials of its predecessors.</summary>
    ForgetsPartials,

    /// <summary>A silo that is cordoned or draining takes new leases.</summary>
    TakesWhileShut,

    /// <summary>A silo that is drained waits for nobody.</summary>
    LeavesTooSoon,

    /// <summary>A run of shards cuts off pieces that reach over their borders.</summary>
    JoinsShards,

    /// <summary>An activation that goes before it computes keeps its slot.</summary>
    KeepsUnusedSlots,
}
