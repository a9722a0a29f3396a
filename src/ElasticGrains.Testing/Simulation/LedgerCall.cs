using ElasticGrains.Ledger;

namespace ElasticGrains.Testing.Simulation;

/// <summary>What is asked of the ledger.</summary>
internal abstract record LedgerCall
{
    public static readonly LedgerCall TakeWriter = new TakeWriterCall();

    public static readonly LedgerCall ReadHistory = new ReadHistoryCall();

    internal sealed record Append(JobAppend Batch) : LedgerCall;

    private sealed record TakeWriterCall : LedgerCall;

    private sealed record ReadHistoryCall : LedgerCall;
}

/// <summary>What it answers; answers to appends are events of the job's machine.</summary>
internal abstract record LedgerAnswer
{
    internal sealed record WriterTaken(long Epoch) : LedgerAnswer;

    internal sealed record History(JobHistory Events, IReadOnlyList<CommittedPartial> Partials) : LedgerAnswer;

    internal sealed record Unavailable : LedgerAnswer;
}
