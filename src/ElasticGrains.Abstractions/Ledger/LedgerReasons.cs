using ElasticGrains.Scheduling;

namespace ElasticGrains.Ledger;

/// <summary>
/// Why an attempt ended or a shard was cut, as stable words for programs (<see cref="LedgerEvent.AttemptEnded.Why"/>,
/// <see cref="LedgerEvent.Split.Why"/>). Words and not an enum: whoever meets one that it does not know must still read the ledger.
/// </summary>
public static class LedgerReasons
{
    /// <summary>Lost: other silos declared its silo dead, and what had become of it could not be seen.</summary>
    public const string SiloDied = "silo-died";

    /// <summary>Lost: other silos declared its silo dead, and its process had ended: killed, or crashed.</summary>
    public const string SiloKilled = "silo-killed";

    /// <summary>Lost: other silos declared its silo dead; its process was there and stood still.</summary>
    public const string SiloFrozen = "silo-frozen";

    /// <summary>Lost: other silos declared its silo dead; nothing answered at its address: the network was cut, or its machine is gone.</summary>
    public const string SiloCutOff = "silo-cut-off";

    /// <summary>Lost: its silo left in order, or was gone before this writer could see how.</summary>
    public const string SiloLeft = "silo-left";

    /// <summary>Lost: it was not heard of for too long, while its silo counted as alive.</summary>
    public const string Silent = "silent";

    /// <summary>Lost: a new writer took the job over and did not hear of it in time.</summary>
    public const string NotAdopted = "not-adopted";

    /// <summary>Refused: the slot was not free when the grant came to it; nothing ran.</summary>
    public const string SlotTaken = "slot-taken";

    /// <summary>Stopped: it ran alone as a suspect, has committed, and need not be alone any more.</summary>
    public const string Cleared = "cleared";

    /// <summary>Stopped: it had given up the end of its range, and its writer had not recorded to whom.</summary>
    public const string RestUnrecorded = "rest-unrecorded";

    /// <summary>Stopped: it came of a late copy of its grant; another run of the attempt was further.</summary>
    public const string LateCopy = "late-copy";

    /// <summary>Stopped: its silo was drained; the rest goes on elsewhere.</summary>
    public const string Drained = "drained";

    /// <summary>Stopped or cut: somebody asked for it; the rest goes on elsewhere.</summary>
    public const string ByHand = "by-hand";

    /// <summary>Cut: a slot was free and no shard waited.</summary>
    public const string FreeSlot = "free-slot";

    /// <summary>Cut: it ran on an express slot that jobs without any waited for; what was left waits in its turn.</summary>
    public const string Recalled = "recalled";

    /// <summary>Cut: an attempt of another shard was lost and every slot was busy: it ended early, and what was left waits in the stead of the other.</summary>
    public const string MadeRoom = "made-room";

    /// <summary>Cut: the first shard of a run failed, and those behind it go on without it.</summary>
    public const string SetApart = "set-apart";

    /// <summary>Cut: silos died under a run, of which only a part is tried alone.</summary>
    public const string Trial = "trial";

    /// <summary>The word for a loss of which that was found.</summary>
    public static string Of(SiloRemains remains) => remains switch
    {
        SiloRemains.Nothing => SiloKilled,
        SiloRemains.Silence => SiloFrozen,
        SiloRemains.Unreachable => SiloCutOff,
        _ => SiloDied,
    };

    /// <summary>The word for a move.</summary>
    public static string Of(MoveCause cause) => cause switch
    {
        MoveCause.Drained => Drained,
        MoveCause.ByHand => ByHand,
        MoveCause.Recalled => Recalled,
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "A move has one of the causes that there are."),
    };

    /// <summary>What a word says of a move; null when it is about none.</summary>
    public static MoveCause? MoveOf(string? why) => why switch
    {
        Drained => MoveCause.Drained,
        ByHand => MoveCause.ByHand,
        Recalled => MoveCause.Recalled,
        _ => null,
    };
}
