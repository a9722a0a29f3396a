namespace ElasticGrains.Ledger;

/// <summary>Why an attempt gave up what was left of its range, to go on elsewhere. It is no failure.</summary>
[GenerateSerializer, Alias("eg.move.cause")]
public enum MoveCause
{
    /// <summary>Its silo was drained.</summary>
    Drained = 1,

    /// <summary>Somebody asked for it.</summary>
    ByHand = 2,

    /// <summary>It ran on an express slot for which others waited.</summary>
    Recalled = 3,
}
