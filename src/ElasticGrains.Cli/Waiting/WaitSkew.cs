namespace ElasticGrains.Cli.Waiting;

/// <summary>What takes longer than the rest.</summary>
/// <param name="DearItems">So many items, the first ones, take longer.</param>
/// <param name="DearBy">How many times as long.</param>
/// <param name="SlowProcess">The process of a silo on which all items take longer; 0 for none.</param>
/// <param name="SlowBy">How many times as long.</param>
public sealed record WaitSkew(long DearItems = 0, int DearBy = 1, int SlowProcess = 0, int SlowBy = 1)
{
    /// <summary>How many times as long an item takes in a process.</summary>
    public int Times(long item, int process) => (item < DearItems ? DearBy : 1) * (process == SlowProcess ? SlowBy : 1);
}
