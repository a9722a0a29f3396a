using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Jobs;

/// <summary>Why things are as they are, in the ledger and for whoever asks.</summary>
public sealed partial class JobMachine
{
    /// <summary>What the shard knows of its end beside the failure. A shard that is told to stop is one whose attempt has ended already, but for a late copy.</summary>
    private static string? WhyOf(AttemptEnd how, AttemptEnd said) => how switch
    {
        AttemptEnd.Refused => LedgerReasons.SlotTaken,
        AttemptEnd.Stopped => said == AttemptEnd.Completed ? LedgerReasons.RestUnrecorded : LedgerReasons.LateCopy,
        _ => null,
    };
}
