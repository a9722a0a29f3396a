namespace ElasticGrains.Cli.Chaos.Faults;

/// <summary>One thing to do to a cluster. Whom it hits depends on who is there by then.</summary>
/// <param name="At">When, from the start.</param>
/// <param name="Kind">What.</param>
/// <param name="Length">How long it lasts: until the silo is started again, goes on, is reached again; until the database is back.</param>
/// <param name="Victim">Which of the silos that may be hit, from 0 up to but not including 1.</param>
/// <param name="Other">Which of the others, where there is a second one.</param>
/// <param name="Returns">Of a kill: whether the silo is started again.</param>
/// <param name="From">Of a cut: from what.</param>
/// <param name="Mode">Of a cut: how.</param>
internal sealed record Fault(TimeSpan At, FaultKind Kind, TimeSpan Length, double Victim, double Other, bool Returns, CutFrom From, CutMode Mode)
{
    /// <summary>The one of these that a draw means.</summary>
    public static T Pick<T>(IReadOnlyList<T> among, double draw) => among[(int)(draw * among.Count)];
}
