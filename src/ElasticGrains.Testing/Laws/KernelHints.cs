namespace ElasticGrains.Testing.Laws;

/// <summary>What usually breaks a law.</summary>
internal static class KernelHints
{
    public const string Cuts =
        "Usual causes: a record is cut at the border (let it belong to the range in which it starts), a floating-point sum depends on its grouping " +
        "(use ReproducibleSum), or chance is drawn per range (use CounterRandom per item).";

    public const string State = "One kernel instance serves all slots at once: keep no mutable state in it, and use no clock, thread or hidden chance.";

    public const string Commutative = "IsCommutative is true, but the order shows; return false, or make the partial independent of it.";
}
